// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>

#include "drills/run/preflight.hpp"
#include "tests/drills/run/runner_rig.hpp"

namespace gameday {
namespace {

TEST_CASE("a signal aborts a run, and what was asked is on record") {
  RunnerRig rig;
  RunSetup setup = rig.setup();
  setup.stop_asked = [asked = false]() mutable -> std::optional<events::AbortAsked> {
    if (asked) return std::nullopt;
    asked = true;
    return events::AbortAsked{.by = "SIGINT", .why = "signal received"};
  };
  const auto result = run_drill(std::move(setup));
  REQUIRE(result.has_value());
  CHECK(rig.was_told<events::AbortAsked>());
  CHECK(result->how.everything_reverted);
}

TEST_CASE("the home's halt file refuses a start") {
  RunnerRig rig;
  std::ofstream(halt_file(rig.scratch.path)) << "a real incident\n";
  const auto result = run_drill(rig.setup());
  REQUIRE(result.has_value());
  CHECK(result->refused);
  CHECK_FALSE(result->how.aborted);
  CHECK_FALSE(rig.was_told<events::FaultApplied>());
}

TEST_CASE("the clocks are on record from the start") {
  RunnerRig rig;
  const auto result = run_drill(rig.setup());
  REQUIRE(result.has_value());
  CHECK(rig.was_told<events::ClockPair>());
}

}  // namespace
}  // namespace gameday
