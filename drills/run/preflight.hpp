// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "drills/guard/control_path.hpp"
#include "drills/guard/guard.hpp"
#include "drills/plan/plan.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/local_lock.hpp"
#include "world/world.hpp"

namespace gameday {

/// What the preflight looks at that is not the world: other runs, and the word to halt.
struct Surroundings {
  std::vector<LivePointer> dead_runs;  ///< of any drill, that may have left something in force
  std::vector<LivePointer> live_runs;  ///< of the same inventory
  bool halted = false;
};

/// Reads the live pointers and the home's halt file. `inventory` = digest of the plan's inventory.
[[nodiscard]] Surroundings look_around(const std::filesystem::path& home,
                                       const std::string& inventory, const std::string& run_id);

/// What other runs, and the word to halt, have against a start. Pure.
[[nodiscard]] std::vector<std::string> check_surroundings(const Surroundings& surroundings);

/// Asks whether an incident is open, each question that the operators' files have.
[[nodiscard]] std::vector<std::string> check_incidents(Performer& performer, const Guards& guards);

/// Looks for the locks of others on the target's side.
[[nodiscard]] std::vector<std::string> check_target_lock(Performer& performer, const Plan& plan,
                                                         WallTime now);

/// What this machine stands on, read from the system.
[[nodiscard]] Footing own_footing();

/// Reaches for everything that the drill and its reverts need, over the control path. Reads only.
/// Gives what is wrong, a sentence each; empty = go.
[[nodiscard]] std::vector<std::string> check_control_path(Performer& performer, const Plan& plan);

/// What a preflight is given.
struct PreflightSetup {
  const Plan& plan;
  const Guards& guards;
  std::filesystem::path home;
  std::string operator_name;
  Performer& performer;
  WallTime now;
};

/// What it came to.
struct PreflightResult {
  std::vector<std::string> reasons;  ///< against it; empty = go
  std::vector<std::string> acts;     ///< as whom it acts on clouds, in words
  std::optional<LocalLock> lock;     ///< to be held until the run has ended
};

/// All of the above in the order from what costs nothing to what asks the world: the next is tried
/// only where nothing was found. Reads only, but for the local lock.
[[nodiscard]] PreflightResult carry_out_preflight(const PreflightSetup& setup);

/// <home>/halted; its text says by whom and why.
[[nodiscard]] std::filesystem::path halt_file(const std::filesystem::path& home);

/// <run folder>/abort; its text says by whom and why.
[[nodiscard]] std::filesystem::path abort_file(const std::filesystem::path& run_folder);

}  // namespace gameday
