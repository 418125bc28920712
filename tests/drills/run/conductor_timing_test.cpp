// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

const Moment k_onset{.low = Instant{100s}, .high = Instant{100s + 4ms}};

TEST_CASE("a baseline lasts for the longest of its three") {
  Plan plan = small_plan();
  CHECK(baseline_length(plan) == 5s);
  plan.faults.front().spec.after = 8s;
  CHECK(baseline_length(plan) == 8s);
  plan.definition.drill.probes.front().every = 100ms;
  CHECK(baseline_length(plan) == 10s);
}

TEST_CASE("the judged are probes that say so, and ledgers of the clients' way") {
  Plan plan = small_plan();
  CHECK(judged_instruments(plan) == std::vector<std::string>{"shop", "orders"});
  plan.definition.drill.ledgers.front().from = "region-a";
  CHECK(judged_instruments(plan) == std::vector<std::string>{"shop"});
}

TEST_CASE("the count begins before the fault must end") {
  const Plan plan = small_plan();
  CHECK(ends_by(plan, k_onset) == k_onset.low + 18s);
  CHECK(count_by(plan, k_onset) < ends_by(plan, k_onset));
  // A recovery at the target, held for stable_for, is still seen.
  CHECK(count_by(plan, k_onset) >= k_onset.low + 15s);
}

TEST_CASE(
    "giving up comes earlier where the drill says so, but never before a met target can hold") {
  Plan plan = small_plan();
  plan.definition.drill.objectives.rto = 2s;
  CHECK(count_by(plan, k_onset) == k_onset.low + 7500ms);
  plan.definition.drill.give_up_after = 12s;
  CHECK(count_by(plan, k_onset) == k_onset.low + 12s);
}

TEST_CASE("with several faults the first that must end counts") {
  Plan plan = small_plan();
  plan.faults.push_back(plan.faults.front());
  plan.faults.back().spec.lasts = 12s;
  CHECK(ends_by(plan, k_onset) == k_onset.low + 12s);
}

TEST_CASE(
    "where a policy is to stay, the last fault counts, and then it is watched a while longer") {
  Plan plan = small_plan();
  PolicySpec policy;
  policy.mode = "act";
  policy.expect = Expected::stay;
  policy.hold = 4s;
  policy.layers["app"].window = 500ms;
  plan.definition.drill.policy = policy;
  plan.faults.push_back(plan.faults.front());
  plan.faults.front().spec.lasts = 2s;
  plan.faults.back().spec.lasts = 3s;
  plan.faults.back().spec.after = plan.faults.front().spec.after + 10s;
  CHECK(ends_by(plan, k_onset) == k_onset.low + 13s);
  CHECK(watched_until(plan, k_onset) == k_onset.low + 17500ms);
  plan.definition.drill.policy->expect = Expected::shift;
  CHECK(ends_by(plan, k_onset) == k_onset.low + 2s);
}

TEST_CASE("every stage says what is waited for") {
  const Plan plan = small_plan();
  ConductorState state = initial_state(plan, Instant{100s});
  for (int stage = 0; stage <= static_cast<int>(Stage::finished); ++stage) {
    state.stage = static_cast<Stage>(stage);
    CHECK_FALSE(expected_next(plan, state, Instant{101s}).empty());
  }
  state.stage = Stage::recover;
  state.onset = k_onset;
  CHECK(expected_next(plan, state, Instant{101s}).find("holds for 5s") != std::string::npos);
}

}  // namespace
}  // namespace gameday
