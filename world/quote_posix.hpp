// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday {

/// A word as a POSIX shell reads it back, byte for byte: in single quotes, in which only the single
/// quote itself is special (POSIX.1-2017, Shell Command Language, 2.2.2).
[[nodiscard]] std::string quote_posix(std::string_view word);

/// Words as one line of shell that stands for exactly these words. Errors: bad_input, where there
/// is none, or a NUL in one, which no argv can hold.
[[nodiscard]] Result<std::string> quote_posix(const std::vector<std::string>& words);

}  // namespace gameday
