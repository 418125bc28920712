// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gameday {

/// The words behind "--" on the command line, as the kernel has them: CLI11 makes two words of
/// "[a,b]" wherever it takes a list.
[[nodiscard]] std::vector<std::string> words_after_dashes();

}  // namespace gameday
