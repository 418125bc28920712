// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/run/runner_rig.hpp"

namespace gameday {
namespace {

TEST_CASE("a control path that does not answer is a no go, by name") {
  RunnerRig rig;
  RunSetup setup = rig.setup();
  Change change;
  change.capture = Action{{}, std::chrono::seconds{1}, Exchange{"/nowhere/api.sock", {{"show"}}}};
  PlannedStep shift;
  shift.spec.kind = "traffic";
  shift.spec.params.set("manager", std::string{"front"});
  shift.plan.changes.push_back(change);
  setup.plan.steps.push_back(shift);
  const auto result = run_drill(std::move(setup));
  REQUIRE(result.has_value());
  CHECK(result->refused);
  REQUIRE(result->reasons.size() == 1);
  CHECK(result->reasons.front().find("front") != std::string::npos);
}

TEST_CASE("a preflight alone ends with its answer") {
  RunnerRig rig;
  RunSetup setup = rig.setup();
  setup.preflight_only = true;
  const auto result = run_drill(std::move(setup));
  REQUIRE(result.has_value());
  CHECK_FALSE(result->refused);
  CHECK(rig.was_told<events::PreflightDone>());
  CHECK_FALSE(rig.was_told<events::Prepared>());
}

}  // namespace
}  // namespace gameday
