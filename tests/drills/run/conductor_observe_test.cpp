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
