// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gameday::tidy {

/// What of a C++ text becomes blanks; line ends always stay.
enum class Blank {
  comments,
  all_but_code,  ///< comments, the insides of literals, preprocessor lines
};

[[nodiscard]] std::string blank(std::string_view text, Blank what);

}  // namespace gameday::tidy
