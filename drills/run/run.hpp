// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "drills/guard/config.hpp"
#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "drills/run/conductor.hpp"
#include "world/world.hpp"

namespace gameday {

/// Everything that a run is handed from outside.
struct RunSetup {
  Plan plan;
  std::filesystem::path home;
  World& world;  ///< its performer acts directly; what must be held goes through the keeper
  std::string operator_name;
  Guards guards = {};             ///< what the operators of this machine allow; none = labs alone
  std::string lab_identity = {};  ///< empty = no lab
  std::filesystem::path keeper = {};  ///< the program that keeps; empty = this one
  bool realtime = false;
  bool preflight_only = false;
  /// Joins the network of a zone for the calling thread; not set = everything is sent from here.
  std::function<Result<void>(const std::string& zone)> enter_network = {};
  /// Asked before a stage begins; false = abort. Not set = goes on.
  std::function<bool(Stage)> may_go_on = {};
  /// Told of everything as it happens, on the conductor's thread; must not block.
  std::function<void(const Event&, const ConductorState&)> tell = {};
  /// Asked often: a signal or a person who wants the run to end.
  std::function<std::optional<events::AbortAsked>()> stop_asked = {};
};

/// How a run went, before it is judged.
struct RunResult {
  std::filesystem::path folder;
  bool refused = false;              ///< exit 5; nothing of the drill was done
  std::vector<std::string> reasons;  ///< why
  events::Finished how;
};

/// Carries out a drill from preflight to the last revert and leaves its record in a run folder.
/// Errors: failed (the record could not be begun; nothing was changed).
[[nodiscard]] Result<RunResult> run_drill(RunSetup setup);

}  // namespace gameday
