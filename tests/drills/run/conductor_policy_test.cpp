// SPDX-License-Identifier: Apache-2.0
// What the policy's word is worth in each mode, and what an override must say.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Plan plan_with(const std::string& mode, Expected expect = Expected::shift) {
  Plan plan = small_plan();
  Drill& drill = plan.definition.drill;
  drill.start_when.reset();
  PolicySpec policy;
  policy.mode = mode;
  policy.from = "region-a";
  policy.to = "region-b";
  policy.expect = expect;
  policy.asks = "Kim Ito";
  policy.layers["app"].probes = {{"region-a", {"shop"}}};
  drill.policy = policy;
  return plan;
}

events::PolicyDecided decided(Duration at) {
  return {.decided = Instant{1h} + at,
          .since = Instant{1h} + at - 500ms,
          .from = "region-a",
          .to = "region-b"};
}

events::PolicyVetoed vetoed(std::vector<std::string> rules) {
  return {.vetoed = {}, .rules = std::move(rules), .texts = {"lag: region-b is too far behind"}};
}

events::StepMoved answer(std::string_view question, events::StepState state,
                         std::string note = {}) {
  return {.step = std::string{question}, .state = state, .by = "jo", .note = std::move(note)};
}

TEST_CASE("a policy that acts starts the runbook at its decision, and asks nobody") {
  SimulatedRun run(plan_with("act"));
  run.at.emplace_back(7500ms, decided(7400ms));
  run.run();
  CHECK(run.time_of("StartStep promote-b") >= 7500ms);
  CHECK(run.time_of("StartStep promote-b") < 7600ms);
  CHECK_FALSE(run.ordered("AskToStart"));
  CHECK_FALSE(run.ordered("AskForShift Kim Ito"));
  CHECK(run.finish->how.end_state == "failed-over");
}

TEST_CASE("without a decision a policy that acts starts nothing, whatever the probes say") {
  SimulatedRun run(plan_with("act"));
  run.run();
  CHECK_FALSE(run.ordered("StartStep promote-b"));
  CHECK(run.state.gave_up);
  CHECK(run.finish->how.end_state == "restored");
}

TEST_CASE("a policy that looks on starts nothing either way") {
  Plan plan = plan_with("observe");
  plan.definition.drill.start_when = StartWhen{"shop", 1s};
  SimulatedRun run(plan);
  run.at.emplace_back(5600ms, decided(5500ms));
  run.run();
  CHECK(run.time_of("StartStep promote-b") - run.time_of("ApplyFault cut") >= 1s);
  CHECK_FALSE(run.state.abort.has_value());
}

TEST_CASE("a policy that decides before anything is broken is no policy to be left to act") {
  SimulatedRun run(plan_with("act"));
  run.at.emplace_back(3s, decided(2900ms));
  run.run();
  CHECK(run.state.abort.has_value());
  CHECK_FALSE(run.ordered("ApplyFault cut"));
}

TEST_CASE("on advice the runbook waits for the word of the person who is named") {
  SimulatedRun run(plan_with("advise"));
  run.at.emplace_back(7500ms, decided(7400ms));
  run.at.emplace_back(9s, answer(k_start_step, events::StepState::done));
  run.run();
  CHECK(run.time_of("AskForShift Kim Ito") < 7600ms);
  CHECK(run.time_of("StartStep promote-b") >= 9s);
  CHECK(run.finish->how.end_state == "failed-over");
}

TEST_CASE("advice that is not taken starts nothing, and is given once") {
  SimulatedRun run(plan_with("advise"));
  run.at.emplace_back(7500ms, decided(7400ms));
  run.at.emplace_back(8s, answer(k_start_step, events::StepState::failed));
  run.run();
  CHECK_FALSE(run.ordered("StartStep promote-b"));
  CHECK(std::ranges::count(run.orders, "AskForShift Kim Ito") == 1);
}

TEST_CASE("a veto may be overridden by naming the rule and oneself") {
  SimulatedRun run(plan_with("act"));
  run.at.emplace_back(7s, vetoed({"lag"}));
  run.at.emplace_back(8s,
                      answer(k_override_step, events::StepState::done, "lag, Kim Ito: we must"));
  run.run();
  CHECK(run.time_of("AskForShift Kim Ito lag") < 7100ms);
  CHECK(run.time_of("StartStep promote-b") >= 8s);
  CHECK(run.time_of("StartStep promote-b") < 8100ms);
}

TEST_CASE("an override that does not name each rule that stands, and who it is, does not count") {
  for (const char* note :
       {"", "we must", "lag", "Kim Ito", "lagging, Kim Ito", "lag, Kim Itoh", "lag, Kim Ito"}) {
    CAPTURE(note);
    SimulatedRun run(plan_with("act"));
    run.at.emplace_back(7s, vetoed({"lag", "standby"}));
    run.at.emplace_back(8s, answer(k_override_step, events::StepState::done, note));
    run.run();
    CHECK_FALSE(run.ordered("StartStep promote-b"));
    CHECK(std::ranges::count(run.orders, "AskForShift Kim Ito lag standby") == 2);
  }
}

TEST_CASE("a no, and a veto that is gone, override nothing; nobody is asked for ever") {
  SimulatedRun run(plan_with("act"));
  run.at.emplace_back(7s, vetoed({"lag"}));
  for (const Duration at : {8s, 9s, 10s, 11s}) {
    run.at.emplace_back(at, answer(k_override_step, events::StepState::failed, "lag, Kim Ito"));
  }
  run.run();
  CHECK_FALSE(run.ordered("StartStep promote-b"));
  CHECK(std::ranges::count(run.orders, "AskForShift Kim Ito lag") == 3);

  SimulatedRun gone(plan_with("act"));
  gone.at.emplace_back(7s, vetoed({"lag"}));
  gone.at.emplace_back(7500ms, vetoed({}));
  gone.at.emplace_back(8s, answer(k_override_step, events::StepState::done, "lag, Kim Ito"));
  gone.run();
  CHECK_FALSE(gone.ordered("StartStep promote-b"));
}

TEST_CASE("where nobody is named, or can be asked, a veto stands") {
  Plan plan = plan_with("act");
  plan.definition.drill.policy->asks.clear();
  SimulatedRun run(plan);
  run.at.emplace_back(7s, vetoed({"lag"}));
  run.run();
  CHECK(std::ranges::none_of(
      run.orders, [](const std::string& order) { return order.starts_with("AskForShift"); }));

  SimulatedRun alone(plan_with("act"));
  alone.at.emplace_back(7s, vetoed({"lag"}));
  alone.at.emplace_back(7100ms, answer(k_override_step, events::StepState::skipped));
  alone.run();
  CHECK(std::ranges::count(alone.orders, "AskForShift Kim Ito lag") == 1);
}

/// Three faults one after the other.
Plan flapping() {
  Plan plan = plan_with("act", Expected::stay);
  Drill& drill = plan.definition.drill;
  drill.objectives.rto.reset();
  const PlannedFault first = plan.faults.front();
  plan.faults.clear();
  drill.faults.clear();
  for (int i = 0; i < 3; ++i) {
    PlannedFault flap = first;
    flap.spec.name = "flap-" + std::to_string(i);
    flap.spec.after = 5s + i * 4s;
    flap.spec.lasts = 2s;
    plan.faults.push_back(flap);
    drill.faults.push_back(flap.spec);
  }
  return plan;
}

TEST_CASE("where nothing is to shift, each fault ends in its time and the last is waited for") {
  SimulatedRun run(flapping());
  run.run();
  for (const char* flap : {"flap-0", "flap-1", "flap-2"}) {
    CAPTURE(flap);
    const std::string name{flap};
    const Duration took = run.time_of("LiftFault " + name) - run.time_of("ApplyFault " + name);
    CHECK(took >= 2s);
    CHECK(took < 2100ms);
    CHECK(std::ranges::count(run.orders, "LiftFault " + name) == 1);
  }
  CHECK_FALSE(run.ordered("StartStep promote-b"));
  CHECK_FALSE(run.state.gave_up);
  // Until the policy could not have decided any more: hold and window.
  CHECK(run.time_of("SettleWriters") - run.time_of("LiftFault flap-2") >= 1900ms);
  CHECK(run.finish->how.end_state == "restored");
}

TEST_CASE("a fault is not lifted before it is shown to have bitten") {
  SimulatedRun run(flapping());
  run.proof = [](const std::string&) { return ProofResult::inconclusive; };
  run.run();
  CHECK(run.position("LiftFault flap-1") > run.position("ProveFault flap-1"));
}

}  // namespace
}  // namespace gameday
