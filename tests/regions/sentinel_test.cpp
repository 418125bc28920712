// SPDX-License-Identifier: Apache-2.0
// A system that fails over by itself: Redis Sentinel. The writers inside the region that was cut
// are told that all is well, and what they wrote is gone in the end. What the scorecard counts is
// what both servers hold.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;
using Ids = std::set<std::int64_t>;

std::string redis(const Lab& lab, const std::string& host, std::vector<std::string> words) {
  std::vector<std::string> argv{"redis-cli", "-p", "6379", "-h",
                                host == "queue-a" ? "10.77.1.30" : "10.77.2.30"};
  argv.insert(argv.end(), words.begin(), words.end());
  return lab.on(host, argv).out;
}

/// The numbers in a stream, by the server's own client.
Ids ids_in(const Lab& lab, const std::string& host, const std::string& stream) {
  std::istringstream lines{redis(lab, host, {"XRANGE", stream, "-", "+"})};
  Ids ids;
  bool is_id = false;
  for (std::string line; std::getline(lines, line);) {
    if (is_id) ids.insert(std::stoll(line));
    is_id = line == "id";
  }
  return ids;
}

/// The acknowledged writes of a ledger by the record alone, read without gameday's own code.
Ids acknowledged_in(const std::filesystem::path& run_folder, const std::string& ledger) {
  std::ifstream stream(run_folder / "writes.jsonl");
  Ids ids;
  for (std::string line; std::getline(stream, line);) {
    const Json write = Json::parse(line);
    if (write.at("w") != ledger || write.at("o") != "acknowledged") continue;
    ids.insert(write.at("n").get<std::int64_t>());
  }
  return ids;
}

/// The stream of a ledger, of the two that the run has made.
std::string stream_of(const Lab& lab, const std::string& host, const std::string& ending) {
  std::istringstream names{redis(lab, host, {"SMEMBERS", "gameday_ledgers"})};
  for (std::string name; std::getline(names, name);) {
    if (name.ends_with(ending)) return name;
  }
  return {};
}

TEST_CASE(
    "what Sentinel's old master acknowledged in the region that was cut is lost, and counted") {
  const Lab lab("sentinel", {"--with", "redis,sentinel"});
  const Home home;
  DrillUnderWay run(lab, "redis_sentinel");
  REQUIRE(run.tells("SETTLE "));
  const std::string outside = stream_of(lab, "queue-b", "_jobs");
  const std::string inside = stream_of(lab, "queue-b", "_jobs_inside");
  REQUIRE_FALSE(outside.empty());
  REQUIRE_FALSE(inside.empty());
  // The writer inside is heard of by the new master as soon as the old one has been told.
  const std::size_t before = ids_in(lab, "queue-b", inside).size();
  Ids kept;
  REQUIRE(eventually(
      [&] {
        kept = ids_in(lab, "queue-b", inside);
        return kept.size() > before;
      },
      12s));
  const int status = run.ended();
  INFO(run.told());
  CHECK(status == 1);

  const std::filesystem::path folder = home.run_of("redis_sentinel");
  const Json card = scorecard_of(folder);
  CHECK(card.at("failover_by") == "system");
  CHECK(member_where(card.at("objectives"), "name", "rto").at("verdict") == "met");
  const Json cut_off = member_where(card.at("objectives"), "class", "cut-off");
  CHECK(cut_off.at("verdict") == "missed");
  Ids lost;
  for (const std::int64_t id : acknowledged_in(folder, "jobs-inside")) {
    if (id < *kept.rbegin() && !kept.contains(id)) lost.insert(id);
  }
  REQUIRE(lost.size() > 20);
  CHECK(cut_off.at("lost").get<std::size_t>() == lost.size());
  const Json clients = member_where(card.at("objectives"), "class", "clients");
  CHECK(clients.at("verdict") == "met");
  CHECK(clients.at("unexpected") == 0);
  CHECK(redis(lab, "queue-b", {"SMEMBERS", "gameday_ledgers"}) == "\n");
}

}  // namespace
}  // namespace gameday::regions
