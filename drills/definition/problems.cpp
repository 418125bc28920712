// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/problems.hpp"

#include <algorithm>

#include "base/catalog.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_most_listed = 12;
constexpr std::size_t k_most_compared = 500;

}  // namespace

void Problems::add(const Place& place, std::string message, std::string hint) {
  if (++m_count > k_most_problems + 1) return;
  if (m_count == k_most_problems + 1) {
    m_all.push_back({.file = m_file, .message = "more problems follow; these come first"});
    return;
  }
  m_all.push_back({.file = m_file,
                   .line = place.line,
                   .column = place.column,
                   .length = place.length,
                   .message = std::move(message),
                   .hint = std::move(hint)});
}

void Problems::add_hidden(const Place& place, std::string message, std::string hint) {
  add(place, std::move(message), std::move(hint));
  if (m_count <= k_most_problems) m_all.back().hides_line = true;
}

std::string suggest(std::string_view word, std::span<const std::string_view> candidates) {
  const auto compared = candidates.first(std::min(candidates.size(), k_most_compared));
  if (const auto near = nearest(word, compared)) return "did you mean " + in_ticks(*near) + "?";
  std::string list;
  for (std::size_t i = 0; i < candidates.size() && i < k_most_listed; ++i) {
    list += (i == 0 ? "" : ", ") + printable(candidates[i]);
  }
  if (candidates.size() > k_most_listed) list += ", ...";
  return list.empty() ? list : "known here: " + list;
}

}  // namespace gameday
