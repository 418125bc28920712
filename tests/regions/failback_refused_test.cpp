// SPDX-License-Identifier: Apache-2.0
// A gate that refuses: the old primary does not follow as it should, and clients stay where they
// are.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {

TEST_CASE("an old primary that has not caught up is not gone back to") {
  const Lab lab{"refused"};
  const Home home;
  // No standby of that name streams: the gate must say so, and nothing be shifted.
  const std::string drill = home.write(
      "shut.toml",
      catalog_text("drills/catalog/failback.toml",
                   {{"within = \"1s\" }", "standby = \"nobody\", patience = \"1s\" }"}}));
  const ProcessOutcome ended = run_drill_in(lab, drill);
  INFO(ended.out, ended.err);
  CHECK(ended.status == 1);
  const Json card = scorecard_of(home.run_of("failback"));
  const Json& failback = card.at("failback");
  CHECK(failback.at("verdict") == "missed");
  CHECK(member_where(failback.at("gates"), "name", "caught_up").at("verdict") == "missed");
  CHECK(failback.at("reasons").dump().find("gate caught_up was closed") != std::string::npos);
  CHECK(failback.at("onset_low_s").is_null());
  CHECK(card.at("end_state") == "failed-over");
  CHECK(lab.sql("b", "select pg_is_in_recovery()") == "f");
  CHECK(lab.sql("a", "select pg_is_in_recovery()") == "t");
}

}  // namespace gameday::regions
