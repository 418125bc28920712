// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

std::string end_of(const SimulatedRun& run) {
  return run.finish ? run.finish->how.end_state : "never";
}

TEST_CASE("the way back comes after the second count, through its gates, and is counted") {
  SimulatedRun run(failback_plan());
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(end_of(run) == "failed-back");
  CHECK(run.position("ReadLedgers after_heal") < run.position("LookAtGate reachable"));
  CHECK(run.position("LookAtGate reachable") < run.position("StartStep rewind-a"));
  CHECK(run.position("StartStep rewind-a") < run.position("LookAtGate caught_up"));
  CHECK(run.position("LookAtGate caught_up") < run.position("StartStep stop-b"));
  CHECK(run.position("StartStep stop-b") < run.position("StartStep promote-a"));
  CHECK(run.position("StartStep promote-a") < run.position("StartStep return-traffic"));
  CHECK(run.position("StartStep return-traffic") < run.position("ReadLedgers after_failback"));
  CHECK(run.position("ReadLedgers after_failback") < run.position("RevertRest"));
  CHECK_FALSE(run.ordered("TakeBackFailback"));
  CHECK(std::ranges::count(run.stages, Stage::fail_back) == 1);
}

TEST_CASE("its clock starts with the first step that clients may feel") {
  SimulatedRun run(failback_plan());
  run.run();
  REQUIRE(run.state.failback->onset.has_value());
  CHECK(run.state.failback->onset->low - Instant{1h} == run.time_of("StartStep stop-b"));
}

TEST_CASE("with a way back the writers rest until the fence holds") {
  SimulatedRun run(failback_plan());
  run.run();
  CHECK(run.position("RunFence") < run.position("ResumeWriters"));
  SimulatedRun over(small_plan());
  over.run();
  CHECK(over.position("ResumeWriters") < over.position("RunFence"));
}

TEST_CASE("a gate that is not open ends it there, and nothing is shifted") {
  SimulatedRun run(failback_plan());
  SUBCASE("closed, before anything") { run.gates["reachable"] = GateState::closed; }
  SUBCASE("not to be seen, before clients feel it") { run.gates["caught_up"] = GateState::unknown; }
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(end_of(run) == "failed-over");
  CHECK_FALSE(run.ordered("StartStep stop-b"));
  CHECK_FALSE(run.ordered("TakeBackFailback"));
  CHECK_FALSE(run.ordered("ReadLedgers after_failback"));
  CHECK(run.ordered("RevertRest"));
}

TEST_CASE("a person may stop the way back, and a step may be one that need not succeed") {
  Plan plan = failback_plan();
  StepSpec& first = plan.failback_steps.front().spec;
  SUBCASE("stopped") {
    first.kind = "decide";
    first.params.set("choices",
                     std::make_shared<const Json>(Json{{"go", "next"}, {"stay", "stop"}}));
    SimulatedRun run(plan);
    run.step_note[first.name] = "stay it is Friday";
    run.run();
    CHECK(end_of(run) == "failed-over");
    CHECK_FALSE(run.ordered("StartStep stop-b"));
  }
  SUBCASE("need not succeed") {
    first.on_fail = "continue";
    SimulatedRun run(plan);
    run.step_error[first.name] = "no";
    run.run();
    CHECK(end_of(run) == "failed-back");
  }
}

TEST_CASE("a step that fails before its point of no return is taken back") {
  SimulatedRun run(failback_plan());
  SUBCASE("one that clients feel") {
    run.step_error["stop-b"] = "no";
    run.run();
    CHECK(run.ordered("TakeBackFailback"));
    CHECK(run.position("TakeBackFailback") < run.position("RevertRest"));
  }
  SUBCASE("the rebuilding has nothing to be taken back") {
    run.step_error["rewind-a"] = "no";
    run.run();
    CHECK_FALSE(run.ordered("TakeBackFailback"));
    CHECK_FALSE(run.ordered("StartStep stop-b"));
  }
  CHECK(end_of(run) == "failed-over");
}

TEST_CASE("behind its point of no return nothing is taken back") {
  SimulatedRun run(failback_plan());
  run.step_error["return-traffic"] = "no";
  run.run();
  CHECK_FALSE(run.ordered("TakeBackFailback"));
  CHECK(end_of(run) == "failing-back");
}

TEST_CASE("an abort leaves the service in the new region while that can be") {
  SimulatedRun whole(failback_plan());
  whole.run();
  const Duration stopping = whole.time_of("StartStep stop-b");
  SimulatedRun run(failback_plan());
  SUBCASE("while the new primary is being stopped") {
    run.at = {{stopping + 50ms, events::AbortAsked{"operator", "no"}}};
    run.run();
    CHECK(run.ordered("TakeBackFailback"));
    CHECK_FALSE(run.ordered("StartStep promote-a"));
    CHECK(end_of(run) == "failed-over");
  }
  SUBCASE("while the old primary is being rebuilt") {
    run.at = {{whole.time_of("StartStep rewind-a") + 50ms, events::AbortAsked{"operator", "no"}}};
    run.run();
    CHECK_FALSE(run.ordered("TakeBackFailback"));
    CHECK_FALSE(run.ordered("StartStep stop-b"));
    CHECK(end_of(run) == "failed-over");
  }
  SUBCASE("once the old primary is promoted it stays there") {
    run.at = {{whole.time_of("StartStep promote-a") + 50ms, events::AbortAsked{"operator", "no"}}};
    run.run();
    CHECK_FALSE(run.ordered("TakeBackFailback"));
    CHECK(end_of(run) == "failing-back");
  }
  CHECK(run.finish->how.aborted);
  CHECK_FALSE(run.ordered("RevertForAbort"));
}

TEST_CASE("there is no way back from a failover that did not come off") {
  Plan plan = failback_plan();
  SimulatedRun run(plan);
  SUBCASE("never promoted") {
    plan.definition.drill.start_when->bad_for = 1h;
    run = SimulatedRun(plan);
  }
  SUBCASE("never recovered") { run.recovers_by_steps = false; }
  SUBCASE("a step of it failed") { run.step_error["shift-traffic"] = "no"; }
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(std::ranges::count(run.stages, Stage::fail_back) == 0);
  CHECK_FALSE(run.ordered("LookAtGate reachable"));
}

TEST_CASE("the recovery is waited for, but not for ever") {
  SimulatedRun run(failback_plan());
  run.run();
  const Duration took = run.time_of("ReadLedgers after_failback") - run.time_of("StartStep stop-b");
  CHECK(took >= 5s);
  CHECK(took < 10s);
  CHECK(failback_patience(failback_plan()) == 20s);
  CHECK(failback_patience(small_plan()) == 20s);
}

}  // namespace
}  // namespace gameday
