// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/drills/score/judged.hpp"
#include "tests/injectors/two_databases.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("a fault is told with onset, proof, counters and when it was gone") {
  const FaultScore fault = score(met_record()).faults.at(0);
  CHECK(fault.target == "region-a");
  CHECK(fault.onset == Moment{run_time(6001ms), run_time(6004ms)});
  CHECK(fault.proof == "confirmed");
  CHECK(fault.state == "reverted");
  CHECK(fault.reverted.has_value());
  CHECK(fault.counters.front().packets == 841);
}

TEST_CASE("a fault never applied is planned, one not lifted applied, one not gone stuck") {
  Record record = met_record();
  auto& lifted = find_event<events::FaultLifted>(record);
  lifted.error = "changed by someone else";
  CHECK(score(record).faults.at(0).state == "stuck");
  CHECK_FALSE(score(record).faults.at(0).reverted.has_value());
  drop_events<events::FaultLifted>(record);
  CHECK(score(record).faults.at(0).state == "applied");
  drop_events<events::FaultApplied>(record);
  const FaultScore fault = score(record).faults.at(0);
  CHECK(fault.state == "planned");
  CHECK_FALSE(fault.onset.has_value());
  CHECK(fault.target == "region-a");
}

TEST_CASE("a lag says what it costs a database, other faults say nothing of it") {
  Record record = met_record();
  CHECK(score(record).faults.at(0).costs.empty());
  CHECK_FALSE(to_json(score(record))["faults"][0].contains("costs"));
  record.definition.inventory = samples::two_databases();
  FaultSpec& fault = record.definition.drill.faults.at(0);
  fault.kind = "db_lag";
  fault.lasts = 6s;
  fault.params = {};
  for (const auto& [key, value] :
       {std::pair{"database", "orders"}, {"on", "db-b"}, {"how", "hold"}}) {
    fault.params.set(key, std::string{value});
  }
  CHECK(to_json(score(record))["faults"][0]["costs"] == "data");
  fault.params.set("how", std::string{"replay-pause"});
  CHECK(score(record).faults.at(0).costs == "staleness and time");
}

TEST_CASE("a fault that nobody proved is inconclusive") {
  Record record = met_record();
  drop_events<events::FaultProven>(record);
  CHECK(score(record).faults.at(0).proof == "inconclusive");
}

TEST_CASE("what may still be in force is missed, whatever else went well") {
  Record record = met_record();
  CHECK(score(record).checks.front().name == "reverted");
  CHECK(score(record).checks.front().verdict == Verdict::met);
  auto& end = find_event<events::Finished>(record);
  SUBCASE("by its end") { end.everything_reverted = false; }
  SUBCASE("by name") { end.still_in_force = {"NOT FENCED: db-a answers"}; }
  SUBCASE("by the journal of a run without an end") {
    drop_events<events::Finished>(record);
    record.in_force = {"fault.region_blackhole.router"};
  }
  CHECK(score(record).checks.front().verdict == Verdict::missed);
  CHECK(score(record).exit_status == 3);
}

}  // namespace
}  // namespace gameday
