// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("the same record gives the same bytes, however often it is judged") {
  for (const Record& record : {met_record(), missed_record(), unknown_record()}) {
    CHECK(to_json(score(record)).dump(2) == to_json(score(record)).dump(2));
  }
}

TEST_CASE("what is not known is null, never 0") {
  const Json json = to_json(score(Record{}));
  CHECK(json["ended_at"].is_null());
  CHECK(json["duration_s"].is_null());
  CHECK(json["baseline"]["held"].is_null());
  CHECK(json["method"]["steal"].is_null());
  CHECK(json["digests"]["record"].is_null());
  Record record = met_record();
  record.ledgers.clear();
  drop_events<events::FaultLifted>(record);
  const Json blind = to_json(score(record));
  for (const char* name : {"low_s", "high_s", "attempted", "acknowledged", "in_doubt", "lost",
                           "recovered", "unexpected", "duplicated", "stranded", "resolution_s",
                           "lost_after_failover", "lost_after_heal"}) {
    CAPTURE(name);
    CHECK(blind["objectives"][1].at(name).is_null());
  }
  CHECK(blind["faults"][0]["reverted_s"].is_null());
}

TEST_CASE("figures are those of the run, in seconds since its start or the onset") {
  const Json json = to_json(score(met_record()));
  CHECK(json["schema"] == "gameday.scorecard/1");
  CHECK(json["faults"][0]["onset_low_s"] == 6.001);
  CHECK(json["faults"][0]["onset_high_s"] == 6.004);
  CHECK(json["objectives"][0]["target_s"] == 10);
  CHECK(json["objectives"][0]["low_s"] == 3.19615);
  CHECK(json["probes"][2]["name"] == "orders");
  CHECK(json["probes"][2]["ledger"] == true);
  CHECK(json["started_at"] == "2026-11-23T10:00:00Z");
  CHECK(json["ended_at"] == "2026-11-23T10:00:20Z");
  CHECK(json["aborted"].is_null());
}

TEST_CASE("an abort is told with by, why and when") {
  Record record = met_record();
  record.events.push_back({after_onset(1s), events::AbortAsked{"guard", "no heartbeat"}});
  find_event<events::Finished>(record).aborted = true;
  const Json json = to_json(score(record));
  CHECK(json["aborted"]["by"] == "guard");
  CHECK(json["aborted"]["at"] == "2026-11-23T10:00:07Z");
}

}  // namespace
}  // namespace gameday
