// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the fence comes before the heal, the isolated side is read before the fence") {
  SimulatedRun run(small_plan());
  run.run();
  CHECK(run.position("ReadLedgers after_failover") < run.position("ReadLedgers isolated"));
  CHECK(run.position("ReadLedgers isolated") < run.position("RunFence"));
  CHECK(run.position("RunFence") < run.position("LiftFault cut"));
  CHECK(run.position("LiftFault cut") < run.position("ReadLedgers after_heal"));
  CHECK(run.position("ReadLedgers after_heal") < run.position("RevertRest"));
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
    CHECK(std::ranges::count(run.orders, "RunFence") == 2);
    CHECK(run.time_of("LiftFault cut") - run.time_of("RunFence") >= 500ms);
    CHECK(run.finish->how.everything_reverted);
  }
  SUBCASE("it never works") {
    run.fence_fails = 100;
    run.run();
    CHECK_FALSE(run.ordered("LiftFault cut"));
    CHECK_FALSE(run.finish->how.everything_reverted);
  }
}

}  // namespace
}  // namespace gameday
