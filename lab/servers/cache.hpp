// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "lab/site.hpp"

namespace gameday::lab {

/// The command that runs it: who is asked for which zone, and nothing else.
[[nodiscard]] std::vector<std::string> cache_command(const Site& site);

}  // namespace gameday::lab
