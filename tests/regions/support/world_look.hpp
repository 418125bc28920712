// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/regions/support/lab.hpp"

namespace gameday::regions {

/// All of a lab that a fault of any kind could change and leave behind, as one text to be compared:
/// packet filters and traffic control of every zone, settings and sessions of the databases, access
/// lists and pauses of Redis, toxics, files of ours, processes that are stopped or work for us.
[[nodiscard]] std::string look_at_world(const Lab& lab);

/// The lines in which two looks differ, for a message.
[[nodiscard]] std::string difference(const std::string& before, const std::string& after);

}  // namespace gameday::regions
