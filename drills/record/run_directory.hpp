// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/units.hpp"

namespace gameday {

/// $GAMEDAY_HOME, else $XDG_STATE_HOME/gameday, else ~/.local/state/gameday.
[[nodiscard]] std::filesystem::path gameday_home();

/// Where live runs are pointed at: /var/lib/gameday/live for root, else
/// $XDG_RUNTIME_DIR/gameday/live, else /var/tmp/gameday-<uid>/live. $GAMEDAY_LIVE goes before all
/// (for tests).
[[nodiscard]] std::filesystem::path live_folder();

/// Makes runs/<drill>/<UTC start>-<run id>/ (mode 0700) in the home, and its sub-folders.
/// Errors: failed.
[[nodiscard]] Result<std::filesystem::path> make_run_folder(const std::filesystem::path& home,
                                                            std::string_view drill,
                                                            std::string_view run_id,
                                                            WallTime started);

/// A run by its id, by "<drill>/<start>-<id>", by its folder, or "last". Errors: absent.
[[nodiscard]] Result<std::filesystem::path> find_run(const std::filesystem::path& home,
                                                     std::string_view name);

/// A pointer to a run that is, or was when its machine died, under way.
struct LivePointer {
  std::string run_id;
  std::filesystem::path folder;
  std::int64_t pid = 0;
  std::uint64_t start_time = 0;  ///< of the process, clock ticks since boot
  std::string boot_id;
  std::string inventory;  ///< digest of the inventory, the lock's name
};
[[nodiscard]] Result<void> write_live_pointer(const LivePointer& pointer);
[[nodiscard]] Result<void> remove_live_pointer(std::string_view run_id);
/// The pointers of this user; a folder of somebody else is not believed.
[[nodiscard]] std::vector<LivePointer> live_pointers();
/// Those in some user's folder (for doctor, which only tells of them).
[[nodiscard]] std::vector<LivePointer> live_pointers_in(const std::filesystem::path& folder);
/// Whether the process that the pointer names still runs.
[[nodiscard]] bool is_alive(const LivePointer& pointer);

/// Eight random hex digits.
[[nodiscard]] std::string make_run_id();
/// /proc/sys/kernel/random/boot_id.
[[nodiscard]] std::string boot_id();
/// Start time of a process, clock ticks since boot (field 22 of /proc/<pid>/stat); 0 = no such
/// process.
[[nodiscard]] std::uint64_t process_start_time(std::int64_t pid);

}  // namespace gameday
