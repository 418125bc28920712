// SPDX-License-Identifier: Apache-2.0
#include "drills/run/conductor.hpp"

#include <doctest/doctest.h>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a drill goes through its stages in their order") {
  SimulatedRun run(small_plan());
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.stages == std::vector<Stage>{Stage::baseline, Stage::inject, Stage::prove, Stage::watch,
                                         Stage::fail_over, Stage::recover, Stage::count,
                                         Stage::fence, Stage::heal, Stage::settle,
                                         Stage::count_again, Stage::verify, Stage::finished});
  CHECK_FALSE(run.finish->refused);
  CHECK_FALSE(run.finish->how.aborted);
  CHECK(run.finish->how.everything_reverted);
  CHECK(run.finish->how.end_state == "failed-over");
}

TEST_CASE("the fence comes before the heal, the isolated side is read before the fence") {
  SimulatedRun run(small_plan());
  run.run();
  CHECK(run.position("ReadLedgers after_failover") < run.position("ReadLedgers isolated"));
  CHECK(run.position("ReadLedgers isolated") < run.position("RunFence"));
  CHECK(run.position("RunFence") < run.position("LiftFault cut"));
  CHECK(run.position("LiftFault cut") < run.position("ReadLedgers after_heal"));
  CHECK(run.position("ReadLedgers after_heal") < run.position("RevertRest"));
}

TEST_CASE("the baseline lasts for its time before anything is broken") {
  SimulatedRun run(small_plan());
  run.run();
  CHECK(run.time_of("ApplyFault cut") >= 5s);
  CHECK(run.time_of("ApplyFault cut") < 6s);
}

TEST_CASE("the runbook starts when its probe was bad for as long as it says") {
  SimulatedRun run(small_plan());
  run.run();
  const Duration reaction = run.time_of("StartStep promote-b") - run.time_of("ApplyFault cut");
  CHECK(reaction >= 1s);
  CHECK(reaction < 1100ms);
}

TEST_CASE("a preflight that says no changes nothing") {
  SimulatedRun run(small_plan());
  run.preflight_go = false;
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.finish->refused);
  CHECK_FALSE(run.ordered("Prepare"));
  CHECK_FALSE(run.ordered("ApplyFault cut"));
}

TEST_CASE("a baseline that does not hold refuses, after patience, and takes the tables back") {
  SimulatedRun run(small_plan());
  run.baseline_holds = false;
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.finish->refused);
  CHECK_FALSE(run.ordered("ApplyFault cut"));
  CHECK(run.ordered("RevertRest"));
}

TEST_CASE("a service that does not come back is given up before the fault must end") {
  SimulatedRun run(small_plan());
  run.recovers_by_steps = false;
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.state.gave_up);
  const Duration fence = run.time_of("RunFence") - run.time_of("ApplyFault cut");
  CHECK(fence <= 18s);
  CHECK(run.position("RunFence") < run.position("LiftFault cut"));
}

TEST_CASE("given up before the point of no return, everything goes back") {
  Plan plan = small_plan();
  plan.definition.drill.start_when->bad_for = 1h;
  SimulatedRun run(plan);
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.ordered("RevertForAbort"));
  CHECK_FALSE(run.ordered("RunFence"));
  CHECK(run.finish->how.end_state == "restored");
  CHECK_FALSE(run.finish->how.aborted);
}

TEST_CASE("the fence begins at lasts at the latest, whatever is still under way") {
  SimulatedRun run(small_plan());
  run.step_takes["shift-traffic"] = 2min;
  run.run();
  const Duration fence = run.time_of("RunFence") - run.time_of("ApplyFault cut");
  CHECK(fence >= 17s);
  CHECK(fence <= 18500ms);
}

TEST_CASE("a fence that fails is tried again, and without it no fault is lifted") {
  SimulatedRun run(small_plan());
  SUBCASE("it works the second time") {
    run.fence_fails = 1;
    run.run();
    CHECK(run.ordered("LiftFault cut"));
    CHECK(run.finish->how.everything_reverted);
  }
  SUBCASE("it never works") {
    run.fence_fails = 100;
    run.run();
    CHECK_FALSE(run.ordered("LiftFault cut"));
    CHECK_FALSE(run.finish->how.everything_reverted);
  }
}

TEST_CASE("a step that fails ends the runbook") {
  SimulatedRun run(small_plan());
  run.step_error["promote-b"] = "no";
  run.run();
  CHECK_FALSE(run.ordered("StartStep shift-traffic"));
  CHECK(run.ordered("RunFence"));
}

TEST_CASE("a fault that was shown not to bite aborts before anything is promoted") {
  SimulatedRun run(small_plan());
  run.proof = [](const std::string&) { return ProofResult::mismatch; };
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.finish->how.aborted);
  CHECK_FALSE(run.ordered("StartStep promote-b"));
  CHECK(run.ordered("LiftFault cut"));
}

TEST_CASE("a fault that cannot be applied is taken back") {
  SimulatedRun run(small_plan());
  run.fault_error["cut"] = "no such table";
  run.run();
  CHECK(run.finish->how.aborted);
  CHECK(run.ordered("LiftFault cut"));
}

TEST_CASE("without a runbook the system is watched until it has recovered by itself") {
  Plan plan = small_plan();
  plan.steps.clear();
  SimulatedRun run(plan);
  run.recovers_by_steps = false;
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.state.gave_up);
  CHECK_FALSE(run.ordered("AskToStart"));
  CHECK(run.finish->how.end_state == "restored");
}

TEST_CASE("a person starts the runbook where no probe does") {
  Plan plan = small_plan();
  plan.definition.drill.start_when.reset();
  SimulatedRun run(plan);
  events::StepMoved word{
      .step = std::string{k_start_step}, .state = events::StepState::done, .by = "jo", .note = {}};
  run.at.emplace_back(8s, word);
  run.run();
  CHECK(run.ordered("AskToStart"));
  CHECK(run.time_of("StartStep promote-b") >= 8s);
  CHECK(run.finish->how.end_state == "failed-over");
}

TEST_CASE("the conductor is deterministic") {
  SimulatedRun one(small_plan());
  SimulatedRun two(small_plan());
  one.run();
  two.run();
  CHECK(one.orders == two.orders);
}

}  // namespace
}  // namespace gameday
