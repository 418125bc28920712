// SPDX-License-Identifier: Apache-2.0
// The sentences of measurement.md, Ledger and RPO, one by one.
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;
using events::Reading;

ObjectiveScore rpo_of(const Record& record) { return objective(score(record), "rpo"); }

LedgerReading& reading_of(Record& record, Reading which) {
  for (LedgerReading& reading : record.ledgers.at("orders").readings) {
    if (reading.about.reading == which) return reading;
  }
  throw std::out_of_range{"no such reading"};
}

void set_ids(LedgerReading& reading, std::vector<std::int64_t> ids) {
  reading.ids = std::move(ids);
  reading.about.count = reading.ids.size();
}

void lose(LedgerReading& reading, std::int64_t id) {
  auto ids = reading.ids;
  REQUIRE(std::erase(ids, id) == 1);
  set_ids(reading, ids);
}

TEST_CASE("nothing lost gives [0, 0], with the resolution that the writes had") {
  const ObjectiveScore rpo = rpo_of(met_record());
  CHECK(rpo.verdict == Verdict::met);
  CHECK(rpo.measured == Interval{Duration::zero(), Duration::zero()});
  CHECK(rpo.lost == 0U);
  CHECK(*rpo.resolution >= 10ms);
  CHECK(*rpo.resolution < 12ms);
  CHECK(rpo.stranded == 0U);
}

TEST_CASE("any lost write misses a target of 0, by count, whichever reading shows it") {
  for (const Reading which : {Reading::after_failover, Reading::after_heal}) {
    Record record = met_record();
    lose(reading_of(record, which), 100);
    const ObjectiveScore rpo = rpo_of(record);
    CHECK(rpo.verdict == Verdict::missed);
    CHECK(rpo.lost == 1U);
    CHECK(rpo.lost_after_failover == (which == Reading::after_failover ? 1U : 0U));
    CHECK(rpo.lost_after_heal == (which == Reading::after_heal ? 1U : 0U));
    CHECK(rpo.lost_ids == std::vector<std::int64_t>{100});
  }
}

TEST_CASE("a target above 0 is judged in seconds, from the first lost write to the onset") {
  Record record = sample_record({.lost = 7});
  record.definition.drill.objectives.rpo["ledger"] = 10s;
  const ObjectiveScore rpo = rpo_of(record);
  CHECK(rpo.verdict == Verdict::met);
  CHECK(rpo.lost == 7U);
  CHECK(*rpo.measured.high > 60ms);
  record.definition.drill.objectives.rpo["ledger"] = 50ms;
  CHECK(rpo_of(record).verdict == Verdict::missed);
}

TEST_CASE("what nobody sent, or what is there twice, misses whatever the seconds") {
  Record record = met_record();
  record.definition.drill.objectives.rpo["ledger"] = 3600s;
  auto ids = reading_of(record, Reading::after_heal).ids;
  SUBCASE("unexpected") { ids.push_back(999999); }
  SUBCASE("duplicated") { ids.push_back(ids.front()); }
  set_ids(reading_of(record, Reading::after_heal), ids);
  CHECK(rpo_of(record).verdict == Verdict::missed);
}

TEST_CASE("writes in doubt that were kept are recovered, not unexpected and not lost") {
  Record record = met_record();
  const auto& writes = record.ledgers.at("orders").writes;
  const auto doubt = std::ranges::find(writes, WriteResult::in_doubt, &Write::result);
  for (const Reading which : {Reading::after_failover, Reading::after_heal}) {
    auto ids = reading_of(record, which).ids;
    ids.push_back(doubt->id);
    set_ids(reading_of(record, which), ids);
  }
  const ObjectiveScore rpo = rpo_of(record);
  CHECK(rpo.verdict == Verdict::met);
  CHECK(rpo.recovered == 1U);
}

TEST_CASE("writes sent after the first reading are no loss in it") {
  const Record record = met_record();
  const ObjectiveScore rpo = rpo_of(record);
  const auto& ledger = record.ledgers.at("orders");
  CHECK(rpo.attempted < ledger.writes.size());
  CHECK(rpo.lost_after_failover == 0U);
}

TEST_CASE("both readings must be evidence, else it is unknown") {
  Record record = met_record();
  LedgerReading& second = reading_of(record, Reading::after_heal);
  SUBCASE("one was not done") { record.ledgers.at("orders").readings.pop_back(); }
  SUBCASE("one failed") { second.about.error = "connection refused"; }
  SUBCASE("one was read on a node not proven writable") { second.about.writable = false; }
  SUBCASE("one is not all there") { second.about.count += 1; }
  SUBCASE("the timeline does not know of one") {
    drop_events<events::LedgerRead>(
        record, [](const events::LedgerRead& read) { return read.reading == Reading::after_heal; });
  }
  SUBCASE("the writers never stopped") { drop_events<events::WritersSettled>(record); }
  SUBCASE("writes were under way") {
    record.ledgers.at("orders").writes.back().done = record.events.back().at;
  }
  CHECK(rpo_of(record).verdict == Verdict::unknown);
}

TEST_CASE("a reading that shows a loss is a loss, even where the other could not be had") {
  Record record = met_record();
  lose(reading_of(record, Reading::after_failover), 100);
  record.ledgers.at("orders").readings.pop_back();
  const ObjectiveScore rpo = rpo_of(record);
  CHECK(rpo.verdict == Verdict::missed);
  CHECK_FALSE(rpo.lost_after_heal.has_value());
}

TEST_CASE("the evidence floor: too few writes before the onset prove nothing") {
  Record record = met_record();
  auto& writes = record.ledgers.at("orders").writes;
  std::erase_if(writes, [](const Write& write) { return write.sent < after_onset(-400ms); });
  const std::int64_t first = writes.front().id;
  for (LedgerReading& reading : record.ledgers.at("orders").readings) {
    auto ids = reading.ids;
    std::erase_if(ids, [&](std::int64_t id) { return id < first; });
    set_ids(reading, ids);
  }
  const ObjectiveScore rpo = rpo_of(record);
  CHECK(rpo.verdict == Verdict::unknown);
  CHECK(rpo.lost == 0U);
}

TEST_CASE("what the isolated side alone acknowledged is stranded; out of reach it is null") {
  Record record = met_record();
  for (Write& write : record.ledgers.at("orders").writes) {
    if (write.sent > after_onset(1s) && write.sent < after_onset(1050ms)) {
      write.result = WriteResult::acknowledged;
      write.region = "region-a";
    }
  }
  const ObjectiveScore rpo = rpo_of(record);
  CHECK(rpo.stranded == 5U);
  CHECK(rpo.lost == 5U);  // those not read are lost as well
  reading_of(record, Reading::isolated).about.error = "no route";
  CHECK_FALSE(rpo_of(record).stranded.has_value());
}

TEST_CASE("a class without a ledger, or with one that never wrote, is unknown with null figures") {
  Record record = met_record();
  record.definition.drill.objectives.rpo["sessions"] = 1s;
  SUBCASE("no ledger") {}
  SUBCASE("a ledger that is not judged counts for nothing") {
    LedgerSpec spec = record.definition.drill.ledgers.front();
    spec.name = "sessions";
    spec.data_class = "sessions";
    spec.judge = false;
    record.definition.drill.ledgers.push_back(spec);
  }
  const Scorecard card = score(record);
  CHECK(card.verdict == Verdict::unknown);
  CHECK(card.objectives.back().data_class == "sessions");
  CHECK(card.objectives.back().verdict == Verdict::unknown);
  CHECK_FALSE(card.objectives.back().lost.has_value());
}

TEST_CASE(
    "a drill that broke nothing that clients used says nothing of the RPO, but loss is loss") {
  Record record = met_record();
  each_sample(record, "shop", [](Sample& sample) { sample.region = "region-b"; });
  for (Write& write : record.ledgers.at("orders").writes) write.region = "region-b";
  CHECK(rpo_of(record).verdict == Verdict::unknown);
  lose(reading_of(record, Reading::after_heal), 100);
  CHECK(rpo_of(record).verdict == Verdict::missed);
}

}  // namespace
}  // namespace gameday
