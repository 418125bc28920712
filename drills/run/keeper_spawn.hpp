// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "world/fd.hpp"

namespace gameday {

/// A keeper that was started: its process and our end of the socket.
struct SpawnedKeeper {
  pid_t pid = -1;
  UniqueFd pidfd;
  UniqueFd socket;
};

/// Starts `binary keeper RUN_FOLDER` in a session of its own, with nothing of ours but its end of a
/// socket pair; what it says goes to <run folder>/keeper.log. Errors: failed.
[[nodiscard]] Result<SpawnedKeeper> spawn_keeper(const std::filesystem::path& binary,
                                                 const std::filesystem::path& run_folder);

}  // namespace gameday
