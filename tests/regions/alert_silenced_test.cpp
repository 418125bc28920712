// SPDX-License-Identifier: Apache-2.0
// An alert that fires while somebody has silenced it is missed, and the scorecard says who did.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {

TEST_CASE("a silenced page is missed, and it says who silenced it") {
  const Lab lab{"silenced", {"--with", "monitoring"}};
  const Home home;
  REQUIRE(lab.on("clients", {"amtool", "--alertmanager.url=http://10.77.0.21:9093", "silence",
                             "add", "alertname=RegionDown", "--author=jo", "--comment=moving racks",
                             "--duration=10m"})
              .status == 0);
  const ProcessOutcome run = run_drill_in(lab, "alert_silenced");
  INFO(run.out << run.err);
  CHECK(run.status == 1);
  const auto folder = home.run_of("alert_silenced");
  const Json card = scorecard_of(folder);
  REQUIRE(card.at("alerts").size() == 1);
  const Json& alert = card.at("alerts")[0];
  CHECK(alert.at("verdict") == "missed");
  CHECK(alert.at("suppressed") == true);
  CHECK(alert.at("received_s").is_null());
  CHECK(alert.at("fired_s").is_number());
  const std::string reasons = alert.at("reasons").dump();
  CHECK(reasons.find("silenced by jo") != std::string::npos);
  CHECK(reasons.find("moving racks") != std::string::npos);
  const Json detect = member_where(card.at("objectives"), "name", "detect");
  CHECK(detect.at("verdict") == "missed");
  CHECK(run.out.find("silenced by jo") != std::string::npos);
}

}  // namespace gameday::regions
