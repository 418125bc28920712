// SPDX-License-Identifier: Apache-2.0
// The main drill from its file to its scorecard: a region is really cut, the service really comes
// back, and what is said of it is true.
// also as an ordinary user
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST_CASE("the region is lost, the other one takes over, and the scorecard is met") {
  const Lab lab("drill");
  const Home home;
  const ProcessOutcome run =
      run_drill_in(lab, "region_blackhole", {"--out", home.folder() / "out"});
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);

  const std::filesystem::path folder = home.run_of("region_blackhole");
  const Json card = scorecard_of(folder);
  CHECK(card.at("verdict") == "met");
  CHECK(card.at("exit_status") == 0);
  CHECK(card.at("end_state") == "failed-over");

  const Json rto = member_where(card.at("objectives"), "name", "rto");
  CHECK(rto.at("verdict") == "met");
  // start_when waits for a second of outage, so no recovery can be quicker than that.
  CHECK(rto.at("low_s").get<double>() > 0.9);
  CHECK(rto.at("high_s").get<double>() < 10);

  const Json rpo = member_where(card.at("objectives"), "name", "rpo");
  CHECK(rpo.at("verdict") == "met");
  CHECK(rpo.at("lost") == 0);
  CHECK(rpo.at("acknowledged").get<int>() > 100);
  CHECK(rpo.at("duplicated") == 0);

  REQUIRE(card.at("faults").size() == 1);
  CHECK(card.at("faults").front().at("proof") == "confirmed");
  CHECK(card.at("faults").front().at("state") == "reverted");

  // The drop rules have counted, and it is in the record.
  CHECK(bytes_of(folder / "timeline.jsonl").find("counters_read") != std::string::npos);

  // The other region is the primary now, the old one is harmless, nothing of ours is left.
  CHECK(lab.sql("b", "select pg_is_in_recovery()") == "f");
  CHECK(lab.on("db-a", {"pg_ctl", "status"}).status == 3);
  CHECK(lab.sql("b", "select count(*) from pg_class where relname like 'gameday%'") == "0");
  CHECK(router_is_clean(lab));

  // Judged again it is the same, byte for byte; the copies are the same files.
  const std::string before = bytes_of(folder / "scorecard.json");
  const ProcessOutcome again = gameday({"score", folder});
  CHECK(again.status == 0);
  CHECK(bytes_of(folder / "scorecard.json") == before);
  CHECK(bytes_of(home.folder() / "out" / "scorecard.json") == before);
  CHECK(bytes_of(home.folder() / "out" / "scorecard.html").starts_with("<!"));
}

}  // namespace
}  // namespace gameday::regions
