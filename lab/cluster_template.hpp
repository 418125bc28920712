// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lab/site.hpp"

namespace gameday::lab {

/// The name of the cold cluster that this version of gameday makes; another one after each boot
/// and whenever something else goes into it.
[[nodiscard]] std::string template_name();

/// Copies the cold cluster (an initialised, cleanly stopped PGDATA with the database `shop`) to
/// each of the folders; makes it first, once for all labs of a user. Runs inside the lab.
/// Errors: failed, timeout.
[[nodiscard]] Result<void> copy_cluster(const Site& site,
                                        const std::vector<std::filesystem::path>& to,
                                        std::chrono::milliseconds deadline);

}  // namespace gameday::lab
