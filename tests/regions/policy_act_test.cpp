// SPDX-License-Identifier: Apache-2.0
// A failover that nobody starts but the policy, or whom it advises: it decides from what is
// measured, the runbook follows, and a replay of the record comes to the same.
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
  const Json& policy = card.at("policy");
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

TEST_CASE("advised, a person has the last word, and how long they took for it is on record") {
  const Lab lab("policy-advise");
  const Home home;
  const std::string drill = home.write(
      "advised.toml",
      catalog_text("drills/catalog/policy_act.toml",
                   {{"\"policy_act\"", "\"advised\""},
                    {"mode      = \"act\"", "mode = \"advise\"\nasks = \"Kim Ito\""},
                    {"[policy]", "[[people]]\nname = \"Kim Ito\"\nrole = \"lead\"\n\n[policy]"}}));
  const std::string answers =
      home.write("answers", "(start) = yes the provider has confirmed it\n");
  const ProcessOutcome run = run_drill_in(lab, drill, {"--answers", answers});
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);

  const std::filesystem::path folder = home.run_of("advised");
  const Json card = scorecard_of(folder);
  INFO(card.dump(2));
  CHECK(card.at("failover_by") == "person");
  const Json asked = card.at("policy").at("asked");
  CHECK(asked.at("person") == "Kim Ito");
  CHECK(asked.at("by") == "answers file");
  CHECK(asked.at("answer") == "yes");
  CHECK(asked.at("note") == "the provider has confirmed it");
  CHECK(asked.at("took_s").get<double>() < 5);
  CHECK(asked.at("at_s").get<double>() >= card.at("policy").at("decided_at_s").get<double>());
  // Nobody of the organisation saw it before they were asked, and what they saw is not known.
  CHECK(member_where(card.at("phases"), "name", "detect").at("end_low_s").is_null());
  check_replays_identically(folder);
}

}  // namespace
}  // namespace gameday::regions
