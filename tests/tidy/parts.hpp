// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace gameday::tidy {

/// A part of the house and what it may include besides itself.
struct Part {
  std::string_view folder;
  bool pure = false;  ///< decides, and does no I/O
  std::span<const std::string_view> may_include;
};

/// The part that a path lies in, or null.
[[nodiscard]] const Part* part_of(std::string_view path);

/// Whether a file of the part may include that path.
[[nodiscard]] bool may_include(const Part& part, std::string_view included);

}  // namespace gameday::tidy
