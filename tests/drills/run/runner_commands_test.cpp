// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/drills/run/runner_rig.hpp"

namespace gameday {
namespace {

std::vector<Stage> stages_of(const RunnerRig& rig) {
  std::vector<Stage> stages;
  for (const Event& event : rig.told) {
    if (const auto* entered = std::get_if<events::StageEntered>(&event.body)) {
      stages.push_back(entered->stage);
    }
  }
  return stages;
}

TEST_CASE("without a keeper nothing is changed, and the run is refused") {
  RunnerRig rig;
  const auto result = run_drill(rig.setup());
  REQUIRE(result.has_value());
  CHECK(result->refused);
  CHECK(result->how.everything_reverted);
  CHECK_FALSE(rig.was_told<events::FaultApplied>());
  CHECK_FALSE(rig.was_told<events::ChangeMoved>());
  CHECK(stages_of(rig) == std::vector<Stage>{Stage::baseline, Stage::verify, Stage::finished});
}

TEST_CASE("the preflight's answer is on record before the next stage") {
  RunnerRig rig;
  REQUIRE(run_drill(rig.setup()).has_value());
  const auto answer = std::ranges::find_if(rig.told, [](const Event& event) {
    return std::holds_alternative<events::PreflightDone>(event.body);
  });
  const auto stage = std::ranges::find_if(rig.told, [](const Event& event) {
    return std::holds_alternative<events::StageEntered>(event.body);
  });
  REQUIRE(answer != rig.told.end());
  CHECK(answer < stage);
}

}  // namespace
}  // namespace gameday
