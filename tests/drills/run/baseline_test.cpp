// SPDX-License-Identifier: Apache-2.0
#include "drills/run/baseline.hpp"

#include <doctest/doctest.h>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Samples steady(Duration every, const std::string& region, double bad_share = 0) {
  Samples samples;
  int bad = 0;
  int count = 0;
  for (Duration at = 0s; at < 5s; at += every) {
    Sample sample;
    sample.intended = sample.sent = Instant{at};
    sample.done = Instant{at + 3ms};
    ++count;
    sample.good = bad >= bad_share * count;
    if (!sample.good) ++bad;
    sample.region = region;
    samples.push_back(sample);
  }
  return samples;
}

BaselineEvidence healthy(const std::string& region = "region-a") {
  BaselineEvidence evidence;
  evidence.to = Instant{5s};
  evidence.samples["shop"] = steady(20ms, region);
  evidence.samples["orders"] = steady(10ms, region);
  evidence.replication["db"] = {.streams = true, .lag = 1ms, .error = {}};
  evidence.survivor_answers = true;
  return evidence;
}

Plan plan_with_database() {
  Plan plan = small_plan();
  plan.ledgers.front().spec.database = "db";
  return plan;
}

TEST_CASE("a healthy service holds its baseline") {
  const auto judged = judge_baseline(plan_with_database(), healthy());
  CHECK(judged.held);
  CHECK(judged.serving == "region-a");
  CHECK(judged.p99_ms.value_or(0) == doctest::Approx(3.0));
}

TEST_CASE("the baseline does not hold, and says why") {
  BaselineEvidence evidence = healthy();
  SUBCASE("availability is missed") { evidence.samples["shop"] = steady(20ms, "region-a", 0.05); }
  SUBCASE("an instrument is silent") { evidence.samples.erase("orders"); }
  SUBCASE("the other region serves") { evidence = healthy("region-b"); }
  SUBCASE("the survivor does not answer") { evidence.survivor_answers = false; }
  SUBCASE("the standby does not stream") { evidence.replication["db"].streams = false; }
  SUBCASE("the standby lags beyond the target") { evidence.replication["db"].lag = 2s; }
  SUBCASE("the replication cannot be seen") { evidence.replication["db"].error = "refused"; }
  const auto judged = judge_baseline(plan_with_database(), evidence);
  CHECK_FALSE(judged.held);
  CHECK(judged.reasons.size() == 1);
}

TEST_CASE("a fault on one host need not be where the clients are") {
  Plan plan = plan_with_database();
  plan.definition.drill.faults.front().params = {};
  plan.definition.drill.faults.front().params.set("host", std::string{"db-b"});
  CHECK(judge_baseline(plan, healthy("region-b")).held);
}

TEST_CASE("a region that nobody names is not the wrong one") {
  const auto judged = judge_baseline(plan_with_database(), healthy(""));
  CHECK(judged.held);
  CHECK(judged.serving.empty());
}

TEST_CASE("an alert that fires already, or that nobody can be asked about, is no baseline") {
  const auto judged = [](AlertState state, std::vector<std::string> why = {}) {
    BaselineEvidence evidence = healthy();
    evidence.alerts = {{.name = "Down", .monitor = "am", .state = state, .why = std::move(why)}};
    return judge_baseline(plan_with_database(), evidence);
  };
  CHECK(judged(AlertState::silent).held);
  for (const AlertState state :
       {AlertState::suppressed, AlertState::received, AlertState::acknowledged}) {
    CHECK(judged(state).reasons.at(0).find("fires already") != std::string::npos);
  }
  const auto blind = judged(AlertState::unreachable, {"refused"});
  CHECK_FALSE(blind.held);
  CHECK(blind.reasons.at(0).find("am: refused") != std::string::npos);
}

}  // namespace
}  // namespace gameday
