// SPDX-License-Identifier: Apache-2.0
// A region that comes and goes: each flap is real and seen, and nothing is shifted.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/policy.hpp"

namespace gameday::regions {
namespace {

TEST_CASE("a region that flaps is not given up, and the shorter hold that would have is shown") {
  const Lab lab("policy-flapping");
  const Home home;
  const ProcessOutcome run = run_drill_in(lab, "policy_flapping");
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);

  const std::filesystem::path folder = home.run_of("policy_flapping");
  const Json card = scorecard_of(folder);
  INFO(card.dump(2));
  CHECK(card.at("end_state") == "restored");
  REQUIRE(card.at("faults").size() == 3);
  for (const Json& fault : card.at("faults")) {
    CHECK(fault.at("proof") == "confirmed");
    CHECK(fault.at("state") == "reverted");
  }
  // Down for a while each time, and back before the next.
  CHECK(member_where(card.at("probes"), "name", "shop").at("bad").get<int>() > 100);
  for (const Json& step : card.at("runbook")) CHECK(step.at("verdict") == "not_applicable");
  const Json& policy = card.at("policy");
  CHECK(policy.at("verdict") == "met");
  CHECK(policy.at("shifts") == 0);
  CHECK(policy.at("real_shift").is_null());
  CHECK(lab.sql("a", "select pg_is_in_recovery()") == "f");
  CHECK(lab.sql("b", "select pg_is_in_recovery()") == "t");
  CHECK(router_is_clean(lab));

  check_replays_identically(folder);
  const ProcessOutcome hasty =
      gameday({"policy", "replay", folder, "--set", "hold=250ms", "--format", "json"});
  CHECK(hasty.status == 1);
  CHECK(Json::parse(hasty.out).at(0).at("shifts").at(0).at("false") == true);
}

}  // namespace
}  // namespace gameday::regions
