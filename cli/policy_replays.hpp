// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_status.hpp"
#include "drills/policy/replay.hpp"

namespace gameday {

/// With which policy runs are replayed: that of their frozen drill unless another one is given,
/// with these settings.
struct ReplayWanted {
  std::optional<PolicySpec> policy = {};
  std::vector<std::string> settings = {};

  [[nodiscard]] bool changes_anything() const { return policy || !settings.empty(); }
};

/// One run and what came of it.
struct ReplayedRun {
  std::filesystem::path folder;
  std::optional<Replay> now = {};         ///< with the wanted policy; none = see error
  std::optional<Replay> as_written = {};  ///< by its own drill, where something else was wanted
  std::string error = {};                 ///< why it could not be replayed
};

/// The runs that a word stands for: one by its id, name, folder, or "last"; or all of a drill in
/// the home, in the order of their starts. Errors: absent.
[[nodiscard]] Result<std::vector<std::filesystem::path>> find_replays(
    const std::filesystem::path& home, const std::string& word);

/// The policy of a drill file. Errors: bad_input, with all its problems.
[[nodiscard]] Result<PolicySpec> policy_of_file(const std::string& name);

/// Replays one run. Errors: as read_record; bad_input where there is no policy, or where it does
/// not fit the run's drill.
[[nodiscard]] Result<ReplayedRun> replay_run(const std::filesystem::path& folder,
                                             const ReplayWanted& wanted);

/// The worst of all runs; one that could not be replayed is unknown.
[[nodiscard]] ExitStatus status_of(const std::vector<ReplayedRun>& runs);

}  // namespace gameday
