// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gameday {

/// Bytes of the UTF-8 sequence that starts at `at`; 0 where none does (cut off, overlong, a
/// surrogate, beyond U+10FFFF).
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

/// How many code points; a byte outside of any sequence counts as one.
[[nodiscard]] int count_code_points(std::string_view text);

/// Line `number` (from 1) without its line end; empty where there is none.
[[nodiscard]] std::string_view line_of(std::string_view text, int number);

/// Fit for a terminal: control characters and what is not UTF-8 become '?', a tab one blank; as
/// many code points as before.
[[nodiscard]] std::string printable(std::string_view text);

/// In backticks, printable, cut after 60 code points.
[[nodiscard]] std::string in_ticks(std::string_view text);

}  // namespace gameday
