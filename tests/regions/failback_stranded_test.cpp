// SPDX-License-Identifier: Apache-2.0
// The way back from an asynchronous pair, while an application inside the cut region wrote on: what
// only the old primary has is listed and exported, number for number as its files show.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "drills/record/disk.hpp"
#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

using Ids = std::set<std::int64_t>;

std::filesystem::path copy_of(const Lab& lab) { return lab.folder() / "db-a" / "data.look"; }

/// Takes a copy of the files of the node that is stopped, before they are wound back.
void copy_stopped(const Lab& lab) {
  const ProcessOutcome copied =
      lab.on("db-a", {"cp", "-a", lab.folder() / "db-a" / "data", copy_of(lab)});
  REQUIRE_MESSAGE(copied.status == 0, copied.err);
}

/// What the copy has, read by a server that serves nobody else.
Ids ids_of_copy(const Lab& lab, const std::string& table) {
  const ProcessOutcome told = lab.on("db-a", {"postgres", "--single", "-D", copy_of(lab), "shop"},
                                     "select id from " + table + "\n");
  REQUIRE_MESSAGE(told.status == 0, told.err);
  Ids ids;
  std::istringstream stream(told.out);
  const std::string mark = "id = \"";
  for (std::string line; std::getline(stream, line);) {
    const std::size_t at = line.find(mark);
    if (at != std::string::npos) ids.insert(std::stoll(line.substr(at + mark.size())));
  }
  return ids;
}

Ids ids_of(const Lab& lab, std::string_view side, const std::string& table) {
  std::istringstream stream(lab.sql(side, "select string_agg(id::text, ' ') from " + table));
  Ids ids;
  for (std::int64_t id = 0; stream >> id;) ids.insert(id);
  return ids;
}

Ids ids_in(const Json& writes) {
  Ids ids;
  for (const Json& write : writes) ids.insert(write.at("id").get<std::int64_t>());
  return ids;
}

}  // namespace

TEST_CASE("what was stranded is listed and exported, and the way back loses nothing more") {
  const Lab lab{"stranded", {"--async"}};
  const Home home;
  DrillUnderWay run(
      lab, home.write("back.toml", catalog_text("drills/catalog/failback_stranded.toml",
                                                {{"settle       = \"2s\"", "settle = \"4s\""}})));
  REQUIRE(run.tells("SETTLE "));
  copy_stopped(lab);
  const std::string table =
      lab.sql("b", "select relname from pg_class where relname like 'gameday_ledger_%_inside'");
  const Ids on_b = ids_of(lab, "b", table);
  const int status = run.ended();
  INFO(run.told());
  CHECK(status == 0);
  Ids only_a;
  for (const std::int64_t id : ids_of_copy(lab, table)) {
    if (!on_b.contains(id)) only_a.insert(id);
  }
  const auto folder = home.run_of("failback_stranded");
  const Json card = scorecard_of(folder);
  const Json& failback = card.at("failback");
  CHECK(failback.at("verdict") == "met");
  CHECK(card.at("end_state") == "failed-back");

  const Json inside = member_where(failback.at("stranded"), "ledger", "inside");
  CHECK(inside.at("word") == "kept");
  CHECK(inside.at("by") == "the drill");
  const Json exported =
      Json::parse(read_file(folder / inside.at("file").get<std::string>()).value());
  CHECK(only_a.size() > 50);
  CHECK(ids_in(inside.at("writes")) == only_a);
  CHECK(ids_in(exported.at("writes")) == only_a);
  CHECK(inside.at("count").get<std::size_t>() == only_a.size());
  CHECK(exported.at("table") == table);
  CHECK(member_where(failback.at("objectives"), "name", "rpo").at("lost") == 0);
  CHECK(lab.sql("a", "select pg_is_in_recovery()") == "f");
  CHECK(lab.sql("b", "select pg_is_in_recovery()") == "t");
}

}  // namespace gameday::regions
