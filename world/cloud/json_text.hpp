// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace gameday {

/// A piece of a text: from `begin` up to, but not with, `end`.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::string_view of(std::string_view text) const {
    return text.substr(begin, end - begin);
  }
};

/// Where the value of a member lies in the text of an object, so that it can be edited and all else
/// stays as it was written; of several with this name the last. The text must be valid JSON; a name
/// that is written with escapes is not found.
[[nodiscard]] std::optional<TextSpan> find_member(std::string_view object, std::string_view name);

/// Where the elements of a list lie; `list` as find_member gave it.
[[nodiscard]] std::vector<TextSpan> find_elements(std::string_view text, TextSpan list);

}  // namespace gameday
