// SPDX-License-Identifier: Apache-2.0
// A failover that nobody starts but the policy: it decides from what is measured, the runbook
// follows, and a replay of the record comes to the same.
// also as an ordinary user
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/policy.hpp"

namespace gameday::regions {
namespace {

TEST_CASE("the policy fails over by itself, once, and the scorecard says so") {
  const Lab lab("policy-act");
  const Home home;
  const ProcessOutcome run = run_drill_in(lab, "policy_act");
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);
  CHECK(run.err.find("the policy decides: shift from region-a to region-b") != std::string::npos);

  const std::filesystem::path folder = home.run_of("policy_act");
  const Json card = scorecard_of(folder);
  INFO(card.dump(2));
  CHECK(card.at("failover_by") == "gameday");
  CHECK(card.at("end_state") == "failed-over");
  CHECK(member_where(card.at("checks"), "name", "policy").at("verdict") == "met");
  const Json policy = card.at("policy");
  CHECK(policy.at("mode") == "act");
  CHECK(policy.at("shifts") == 1);
  CHECK(policy.at("asked").is_null());
  CHECK(policy.at("real_shift").at("by") == "the step `shift-traffic`");
  CHECK(policy.at("ahead_s").get<double>() > 0);
  // A quarter of a second is held; a time-out of half a second and a window come before it.
  CHECK(policy.at("decided_high_s").get<double>() > 0.25);
  CHECK(policy.at("decided_high_s").get<double>() < 4);

  const Json detect = member_where(card.at("phases"), "name", "detect");
  const Json decide = member_where(card.at("phases"), "name", "decide");
  CHECK(detect.at("end_high_s").is_number());
  CHECK(decide.at("start_low_s") == detect.at("end_low_s"));
  CHECK(decide.at("end_high_s").get<double>() > policy.at("decided_high_s").get<double>());
  check_replays_identically(folder);
}

}  // namespace
}  // namespace gameday::regions
