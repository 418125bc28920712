// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace gameday::regions {

/// Decides a stored run again: what is on its timeline of the policy must be what its samples give,
/// to the nanosecond, and the replay must say so in the same bytes each time.
void check_replays_identically(const std::filesystem::path& run_folder);

}  // namespace gameday::regions
