// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/regions/support/lab.hpp"

namespace gameday::regions {

/// Kinds of faults whose example can be carried out in a lab: their changes are all on its hosts,
/// and have an undo.
[[nodiscard]] std::vector<std::string> kinds_of_the_lab(const Lab& lab);

/// What of the lab differs from an earlier look, once nothing does or the wait is over.
[[nodiscard]] std::string left_behind(const Lab& lab, const std::string& before,
                                      std::chrono::milliseconds wait);

}  // namespace gameday::regions
