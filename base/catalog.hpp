// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gameday {

/// The candidate with the least edit distance (a swap of two neighbours is one slip),
/// if it is near enough to be meant.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string_view> candidates);

/// Finds a kind by its name in a list of kinds; null where there is none.
template <class Kind>
[[nodiscard]] const Kind* find_kind(std::span<const Kind* const> kinds, std::string_view name) {
  for (const Kind* kind : kinds) {
    if (kind->name == name) return kind;
  }
  return nullptr;
}

/// The names of a list of kinds, in its order.
template <class Kind>
[[nodiscard]] std::vector<std::string_view> names_of(std::span<const Kind* const> kinds) {
  std::vector<std::string_view> names;
  for (const Kind* kind : kinds) names.push_back(kind->name);
  return names;
}

}  // namespace gameday
