// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

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

TEST_CASE("a fault through which its host cannot be reached refuses the run") {
  SimulatedRun run(small_plan());
  run.fault_error["cut"] = "no new connection gets there";
  run.fault_refused = {"cut"};
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.finish->refused);
  CHECK_FALSE(run.finish->how.aborted);
  CHECK(run.finish->how.everything_reverted);
  CHECK(run.ordered("RevertRest"));
  CHECK_FALSE(run.ordered("StartStep promote-b"));
}

TEST_CASE("the same with another fault in force is an abort") {
  Plan plan = small_plan();
  plan.faults.push_back(plan.faults.front());
  plan.faults.back().spec.name = "cut-too";
  plan.faults.back().spec.after += 2s;
  SimulatedRun run(std::move(plan));
  run.fault_error["cut-too"] = "no new connection gets there";
  run.fault_refused = {"cut-too"};
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK_FALSE(run.finish->refused);
  CHECK(run.finish->how.aborted);
  CHECK(run.ordered("LiftFault cut"));
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

}  // namespace
}  // namespace gameday
