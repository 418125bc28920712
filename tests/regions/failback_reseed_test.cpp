// SPDX-License-Identifier: Apache-2.0
// Where the old primary cannot be wound back it is copied anew, and what it had is put aside.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

TEST_CASE("back by a new copy of the database: met, nothing lost, and the old files are kept") {
  const Lab lab{"reseed"};
  const Home home;
  const std::string drill =
      home.write("reseed.toml", catalog_text("drills/catalog/failback.toml",
                                             {{"failback_rewind.toml", "failback_reseed.toml"}}));
  const ProcessOutcome ended = run_drill_in(lab, drill);
  INFO(ended.out, ended.err);
  CHECK(ended.status == 0);
  const Json card = scorecard_of(home.run_of("failback"));
  CHECK(card.at("end_state") == "failed-back");
  const Json& failback = card.at("failback");
  CHECK(failback.at("verdict") == "met");
  CHECK(member_where(failback.at("objectives"), "name", "rpo").at("lost") == 0);
  CHECK(lab.sql("a", "select pg_is_in_recovery()") == "f");
  CHECK(lab.sql("b", "select pg_is_in_recovery()") == "t");
  CHECK(std::filesystem::exists(lab.folder() / "db-a" / "data.before-failback" / "PG_VERSION"));
}

}  // namespace
}  // namespace gameday::regions
