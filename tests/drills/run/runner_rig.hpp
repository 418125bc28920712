// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "drills/record/run_directory.hpp"
#include "drills/run/run.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/fakes/scripted_performer.hpp"
#include "tests/sim/simulated_run.hpp"
#include "world/clock.hpp"

namespace gameday {

/// A run in a scratch home over a scripted world. What is scripted decides how far it gets.
struct RunnerRig {
  Scratch scratch;
  Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  RealClock clock;
  ScriptedPerformer performer;
  FakePrompt prompt;
  World world{clock, performer, prompt};
  std::vector<Event> told;

  [[nodiscard]] RunSetup setup() {
    Plan plan = small_plan();
    plan.run_id = make_run_id();
    plan.definition.inventory.lab = "default";
    RunSetup setup{.plan = plan, .home = scratch.path, .world = world, .operator_name = "jo"};
    // No test of a runner starts a keeper: where one would be needed, the run is refused.
    setup.keeper = scratch.path / "no-such-program";
    setup.tell = [this](const Event& event, const ConductorState&) { told.push_back(event); };
    return setup;
  }

  template <class Kind>
  [[nodiscard]] bool was_told() const {
    for (const Event& event : told) {
      if (std::holds_alternative<Kind>(event.body)) return true;
    }
    return false;
  }
};

}  // namespace gameday
