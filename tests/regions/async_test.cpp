// SPDX-License-Identifier: Apache-2.0
// Acknowledged writes that are really lost: the replication is asynchronous, and the test holds its
// stream back before the region is cut. What the scorecard counts is what both databases show.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

using Ids = std::set<std::int64_t>;

Ids parse_ids(const std::string& text) {
  Ids ids;
  std::istringstream stream(text);
  std::string id;
  while (std::getline(stream, id, ',')) ids.insert(std::stoll(id));
  return ids;
}

std::string ledger_table(const Lab& lab) {
  return lab.sql("a", "select relname from pg_class where relname like 'gameday_ledger_%'");
}

Ids ids_in(const Lab& lab, std::string_view side, const std::string& table) {
  return parse_ids(lab.sql(side, "select string_agg(id::text, ',') from " + table));
}

/// The acknowledged writes by the record alone, read without gameday's own code.
Ids acknowledged_in(const std::filesystem::path& run_folder) {
  std::ifstream stream(run_folder / "writes.jsonl");
  Ids ids;
  std::string line;
  while (std::getline(stream, line)) {
    const Json write = Json::parse(line);
    if (write.at("o") == "acknowledged") ids.insert(write.at("n").get<std::int64_t>());
  }
  return ids;
}

/// The stream from the primary to the standby is dropped at the router, nothing else.
void hold_replication(const Lab& lab) {
  const std::string script =
      "table inet held {\n"
      "  chain forward {\n"
      "    type filter hook forward priority -5; policy accept;\n"
      "    ip saddr 10.77.1.10 tcp sport 5432 ip daddr 10.77.2.10 drop\n"
      "    ip6 saddr fd77:0:0:1::10 tcp sport 5432 ip6 daddr fd77:0:0:2::10 drop\n"
      "  }\n"
      "}\n";
  REQUIRE(lab.on("router", {"nft", "-f", "-"}, script).status == 0);
}

TEST_CASE("the writes that were acknowledged and lost are counted, number for number") {
  const Lab lab("async", {"--async"});
  const Home home;
  const std::string drill =
      home.write("async.toml", catalog_text("drills/catalog/region_blackhole_async.toml",
                                            {{"after = \"5s\"", "after = \"8s\""}}));
  DrillUnderWay run(lab, drill);
  // The baseline goes on for two seconds more, within what the target allows the standby to lag.
  REQUIRE(run.tells("baseline; 2 s to go"));
  hold_replication(lab);
  REQUIRE(run.tells("RECOVER "));
  const std::string table = ledger_table(lab);
  const Ids on_a = ids_in(lab, "a", table);
  REQUIRE(run.tells("SETTLE "));
  const Ids on_b = ids_in(lab, "b", table);
  const int status = run.ended();
  INFO(run.told());
  CHECK(status == 0);

  const std::filesystem::path folder = home.run_of("region_blackhole_async");
  Ids lost;
  for (const std::int64_t id : acknowledged_in(folder)) {
    if (on_b.contains(id)) continue;
    // What was written after the last look at B is not lost; all of that is newer than all of A.
    if (on_a.contains(id)) lost.insert(id);
  }
  REQUIRE(lost.size() > 20);
  const Json rpo = member_where(scorecard_of(folder).at("objectives"), "name", "rpo");
  CHECK(rpo.at("lost").get<std::size_t>() == lost.size());
  CHECK(rpo.at("lost_after_failover").get<std::size_t>() == lost.size());
  CHECK(rpo.at("unexpected") == 0);
  CHECK(rpo.at("duplicated") == 0);
  CHECK(rpo.at("verdict") == "met");
  CHECK(rpo.at("high_s").get<double>() < 10);
  CHECK(rpo.at("low_s").get<double>() > 0.5);
}

}  // namespace
}  // namespace gameday::regions
