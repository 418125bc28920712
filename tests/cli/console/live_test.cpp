// SPDX-License-Identifier: Apache-2.0
#include "cli/console/live.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

Plan plan_with_fault() {
  Plan plan;
  plan.definition.drill.objectives.rto = 10s;
  plan.definition.drill.stable_for = 5s;
  FaultSpec fault;
  fault.name = "cut";
  fault.lasts = 18s;
  plan.faults.push_back({.spec = fault, .plan = {}});
  return plan;
}

const events::FaultApplied k_applied{.fault = "cut",
                                     .kind = "region_blackhole",
                                     .target = "region-a",
                                     .onset = {.low = Instant{105s}, .high = Instant{105s}},
                                     .error = {}};

TEST_CASE("every line bears the seconds since the start") {
  const Plan plan = plan_with_fault();
  Live live(plan, false);
  const auto first =
      live.line({.at = Instant{100s}, .body = events::StageEntered{Stage::baseline}});
  REQUIRE(first.has_value());
  CHECK(first->starts_with("   0.00  BASELINE"));
  const auto later = live.line({.at = Instant{105s}, .body = k_applied});
  REQUIRE(later.has_value());
  CHECK(later->starts_with("   5.00  region_blackhole on region-a is in force"));
}

TEST_CASE("what says nothing to a person is not said") {
  const Plan plan = plan_with_fault();
  Live live(plan, false);
  CHECK_FALSE(live.line({.at = Instant{1s}, .body = events::ClockPair{}}).has_value());
  CHECK_FALSE(live.line({.at = Instant{1s}, .body = events::Reverted{}}).has_value());
}

TEST_CASE("without a terminal there is no escape sequence") {
  const Plan plan = plan_with_fault();
  Live plain(plan, false);
  Live colored(plan, true);
  const Event event{.at = Instant{1s}, .body = events::AbortAsked{.by = "jo", .why = "enough"}};
  CHECK(plain.line(event)->find('\033') == std::string::npos);
  CHECK(colored.line(event)->find('\033') != std::string::npos);
}

TEST_CASE("the clocks tell the outage against its target and the faults' time left") {
  const Plan plan = plan_with_fault();
  Live live(plan, false);
  (void)live.line({.at = Instant{100s}, .body = events::StageEntered{Stage::watch}});
  (void)live.line({.at = Instant{105s}, .body = k_applied});
  ConductorState state = initial_state(plan, Instant{100s});
  state.stage = Stage::recover;
  state.onset = k_applied.onset;
  state.faults["cut"] = {.phase = FaultPhase::in_force, .onset = k_applied.onset, .proof = {}};
  const auto clocks = live.clocks(state, Instant{108s});
  REQUIRE(clocks.has_value());
  CHECK(clocks->find("3.0 s of 10s") != std::string::npos);
  CHECK(clocks->find("cut has 15 s left") != std::string::npos);
  CHECK_FALSE(live.clocks(state, Instant{109s}).has_value());
}

TEST_CASE("what is worth knowing is told as it is") {
  const Plan plan = plan_with_fault();
  Live live(plan, false);
  const auto line = live.line({.at = Instant{100s}, .body = events::Note{"acts as ann"}});
  REQUIRE(line.has_value());
  CHECK(line->find("acts as ann") != std::string::npos);
}

TEST_CASE("what the policy decides, and what keeps it from it, is told as it happens") {
  const Plan plan = plan_with_fault();
  Live live(plan, false);
  const auto line = [&](EventBody body) {
    return live.line({.at = Instant{100s}, .body = std::move(body)}).value_or("");
  };
  CHECK(line(events::PolicyDecided{{}, {}, "a", "b"}).find("shift from a to b") !=
        std::string::npos);
  CHECK(line(events::PolicyVetoed{{}, {"lag"}, {"lag: b is too far behind"}})
            .find("may not shift: lag: b is too far behind") != std::string::npos);
  CHECK(line(events::PolicyVetoed{}).find("nothing forbids") != std::string::npos);
  CHECK(line(events::PolicyOverridden{{"lag"}, "Kim", "jo", "lag, Kim"})
            .find("OVERRIDE of lag by Kim") != std::string::npos);
}

TEST_CASE("a step tells how long it took and who did it") {
  const Plan plan = plan_with_fault();
  Live live(plan, false);
  events::StepMoved step{
      .step = "promote-b", .state = events::StepState::started, .by = {}, .note = {}};
  (void)live.line({.at = Instant{100s}, .body = step});
  step.state = events::StepState::done;
  step.by = "gameday";
  const auto line = live.line({.at = Instant{100s + 150ms}, .body = step});
  REQUIRE(line.has_value());
  CHECK(line->find("promote-b done in 0.15 s, by gameday") != std::string::npos);
}

}  // namespace
}  // namespace gameday
