// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the runbook starts when its probe was bad for as long as it says") {
  SimulatedRun run(small_plan());
  run.run();
  const Duration reaction = run.time_of("StartStep promote-b") - run.time_of("ApplyFault cut");
  CHECK(reaction >= 1s);
  CHECK(reaction < 1100ms);
}

TEST_CASE("a step that fails ends the runbook") {
  SimulatedRun run(small_plan());
  run.step_error["promote-b"] = "no";
  run.run();
  CHECK_FALSE(run.ordered("StartStep shift-traffic"));
  CHECK(run.ordered("RunFence"));
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

TEST_CASE("where nothing fails there is no recovery to give up on: it is watched, then counted") {
  Plan plan = small_plan();
  plan.steps.clear();
  SimulatedRun run(plan);
  run.bites = false;
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK_FALSE(run.state.gave_up);
  CHECK(run.time_of("LiftFault cut") - run.time_of("ApplyFault cut") > plan.drill().stable_for);
}

TEST_CASE("what failed and is good again, but was not seen to hold, has not been without failure") {
  Plan plan = small_plan();
  plan.steps.clear();
  SimulatedRun run(plan);
  run.bites = false;
  const auto turned = [](bool good, Duration since) {
    return events::InstrumentTurned{
        .instrument = "shop", .good = good, .since = Instant{1h} + since};
  };
  run.at.emplace_back(7s, turned(false, 7s));
  run.at.emplace_back(8s, turned(true, 8s));
  run.run();
  CHECK(run.state.gave_up);
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

TEST_CASE("the baseline lasts for its time before anything is broken") {
  SimulatedRun run(small_plan());
  run.run();
  CHECK(run.time_of("ApplyFault cut") >= 5s);
  CHECK(run.time_of("ApplyFault cut") < 6s);
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

namespace {

PlannedStep extra_step(const std::string& name, const std::string& group = {}) {
  PlannedStep step;
  step.spec.name = name;
  step.spec.kind = "confirm";
  step.spec.group = group;
  return step;
}

/// The small plan with these steps between its promotion and its shift.
Plan plan_with(std::vector<PlannedStep> between, const std::string& on_fail) {
  Plan plan = small_plan();
  plan.steps.front().spec.on_fail = on_fail;
  plan.steps.insert(plan.steps.begin() + 1, between.begin(), between.end());
  return plan;
}

}  // namespace

TEST_CASE("a failed step goes on where its on_fail says") {
  SimulatedRun run(plan_with({extra_step("by-hand")}, "by-hand"));
  run.recovers_by_steps = false;
  SUBCASE("the branch is taken, and the order goes on behind it") {
    run.step_error["promote-b"] = "no";
    run.run();
    CHECK(run.position("StartStep by-hand") > run.position("StartStep promote-b"));
    CHECK(run.position("StartStep shift-traffic") > run.position("StartStep by-hand"));
  }
  SUBCASE("without a failure the branch is left alone") {
    run.run();
    CHECK_FALSE(run.ordered("StartStep by-hand"));
    CHECK(run.ordered("StartStep shift-traffic"));
  }
}

TEST_CASE("a failure that does not matter is passed over") {
  SimulatedRun run(plan_with({}, "continue"));
  run.step_error["promote-b"] = "no";
  run.run();
  CHECK(run.ordered("StartStep shift-traffic"));
}

TEST_CASE("the steps of a group run side by side, and what comes behind waits for all of them") {
  SimulatedRun run(plan_with({extra_step("left", "both"), extra_step("right", "both")}, "stop"));
  run.step_takes["left"] = 900ms;
  run.recovers_by_steps = false;
  run.run();
  CHECK(run.time_of("StartStep left") == run.time_of("StartStep right"));
  CHECK(run.time_of("StartStep shift-traffic") - run.time_of("StartStep left") >= 900ms);
  SUBCASE("one that fails stops the runbook behind the group") {
    SimulatedRun broken(
        plan_with({extra_step("left", "both"), extra_step("right", "both")}, "stop"));
    broken.step_error["left"] = "no";
    broken.run();
    CHECK(broken.ordered("StartStep right"));
    CHECK_FALSE(broken.ordered("StartStep shift-traffic"));
  }
}

TEST_CASE("a choice leads to its step, or ends the runbook") {
  PlannedStep which = extra_step("which");
  which.spec.kind = "decide";
  which.spec.params.set("choices", std::make_shared<const Json>(
                                       Json{{"go", "next"}, {"half", "half"}, {"wait", "stop"}}));
  SimulatedRun run(plan_with({which, extra_step("half")}, "stop"));
  run.recovers_by_steps = false;
  SUBCASE("to its step") {
    run.step_note["which"] = "half of the clients are enough";
    run.run();
    CHECK(run.ordered("StartStep half"));
    CHECK(run.ordered("StartStep shift-traffic"));
  }
  SUBCASE("on in order, past what is on the branch") {
    run.step_note["which"] = "go";
    run.run();
    CHECK_FALSE(run.ordered("StartStep half"));
    CHECK(run.ordered("StartStep shift-traffic"));
  }
  SUBCASE("to the end") {
    run.step_note["which"] = "wait";
    run.run();
    CHECK_FALSE(run.ordered("StartStep shift-traffic"));
    CHECK(run.ordered("RunFence"));
  }
}

}  // namespace
}  // namespace gameday
