// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "drills/plan/plan.hpp"
#include "drills/record/run_directory.hpp"
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

/// The guards that need nothing but values: targets outside a lab, other runs, halt. Pure.
[[nodiscard]] std::vector<std::string> check_guards(const Plan& plan,
                                                    const Surroundings& surroundings);

/// Reaches for everything that the drill and its reverts need, over the control path. Reads only.
/// Gives what is wrong, a sentence each; empty = go.
[[nodiscard]] std::vector<std::string> check_control_path(Performer& performer, const Plan& plan);

/// <home>/halted; its text says by whom and why.
[[nodiscard]] std::filesystem::path halt_file(const std::filesystem::path& home);

/// <run folder>/abort; its text says by whom and why.
[[nodiscard]] std::filesystem::path abort_file(const std::filesystem::path& run_folder);

}  // namespace gameday
