// SPDX-License-Identifier: Apache-2.0
// A standby that is really too far behind: the policy does not shift, whoever is named for it may,
// and what that costs is counted.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/policy.hpp"

namespace gameday::regions {
namespace {

TEST_CASE("the lag forbids the shift; a person overrides it by its name, and it is on record") {
  const Lab lab("policy-override", {"--async"});
  const Home home;
  const std::string answers =
      home.write("answers", "(override) = yes lag, Kim Ito: the last seconds are given up\n");
  const ProcessOutcome run = run_drill_in(lab, "policy_override", {"--answers", answers});
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);

  const std::filesystem::path folder = home.run_of("policy_override");
  const Json card = scorecard_of(folder);
  INFO(card.dump(2));
  CHECK(card.at("failover_by") == "person");
  CHECK(card.at("end_state") == "failed-over");
  const Json& policy = card.at("policy");
  CHECK(policy.at("shifts") == 0);
  REQUIRE(policy.at("vetoes").size() >= 1);
  CHECK(policy.at("vetoes").at(0).at("rules") == Json::array({"lag"}));
  CHECK(policy.at("asked").at("person") == "Kim Ito");
  CHECK(policy.at("asked").at("overrides") == Json::array({"lag"}));
  REQUIRE(card.at("overrides").size() == 1);
  const std::string override = card.at("overrides").at(0);
  CHECK(override.starts_with("Kim Ito overrode lag"));
  CHECK(override.find("the last seconds are given up") != std::string::npos);
  // It was not vetoed for nothing.
  const Json rpo = member_where(card.at("objectives"), "name", "rpo");
  CHECK(rpo.at("lost").get<int>() > 0);
  CHECK(rpo.at("verdict") == "met");
  check_replays_identically(folder);
}

}  // namespace
}  // namespace gameday::regions
