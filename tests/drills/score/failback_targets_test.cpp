// SPDX-License-Identifier: Apache-2.0
#include "drills/score/failback_targets.hpp"

#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"
#include "tests/fakes/failback_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

ObjectiveScore rpo_of(const Record& record, Duration target = 0s) {
  const Inquiry inquiry = open_inquiry(record);
  return judge_failback_rpo(inquiry, record.definition.drill.ledgers[0], target);
}

void drop_reading(Record& record, events::Reading which) {
  std::erase_if(record.ledgers.at("orders").readings,
                [&](const LedgerReading& reading) { return reading.about.reading == which; });
}

TEST_CASE("a target that is met, missed, or within the error of the figure") {
  const Record record = failback_record();
  const Inquiry inquiry = open_inquiry(record);
  CHECK(judge_failback_rto(inquiry, 10s).verdict == Verdict::met);
  CHECK(judge_failback_rto(inquiry, 100ms).verdict == Verdict::missed);
  const ObjectiveScore close = judge_failback_rto(inquiry, 300ms);
  CHECK(close.verdict == Verdict::unknown);
  CHECK_FALSE(close.read_only);
}

TEST_CASE("what does not recover by the end is missed once that is later than the target") {
  Record record = failback_record();
  for (Sample& sample : record.probes.at("shop")) {
    if (sample.sent > record.events.back().at - 6s) sample.good = false;
  }
  const Inquiry inquiry = open_inquiry(record);
  CHECK(judge_failback_rto(inquiry, 1s).verdict == Verdict::missed);
  CHECK(judge_failback_rto(inquiry, 20s).verdict == Verdict::unknown);
  CHECK(says(judge_failback_rto(inquiry, 1s).reasons, "did not recover"));
}

TEST_CASE("a write that finds no table any more says nothing of the service") {
  Record record = failback_record();
  const Instant dropped = record.events.back().at - 4s;
  for (Write& write : record.ledgers.at("orders").writes) {
    if (write.sent > dropped) write.result = WriteResult::refused;
  }
  drop_events<events::WritersSettled>(record);
  const Inquiry before = open_inquiry(record);
  CHECK(judge_failback_rto(before, 4s).verdict == Verdict::missed);
  record.events.push_back({dropped, events::ChangeMoved{"ledger.orders", ChangeState::reverting,
                                                        dropped, dropped, ""}});
  const Inquiry after = open_inquiry(record);
  CHECK(judge_failback_rto(after, 4s).verdict == Verdict::unknown);
}

TEST_CASE("a loss before the failback is not counted twice, one that comes back is unexpected") {
  Record record = failback_record();
  std::vector<LedgerReading>& readings = record.ledgers.at("orders").readings;
  // As if the failover had lost write 100 for good.
  for (LedgerReading& reading : readings) {
    std::erase(reading.ids, 100);
    reading.about.count = reading.ids.size();
  }
  CHECK(rpo_of(record).lost == 0);
  CHECK(rpo_of(record).verdict == Verdict::met);
  // One that only the failback lost.
  LedgerReading& after = readings.back();
  REQUIRE(after.about.reading == events::Reading::after_failback);
  std::erase(after.ids, 101);
  after.about.count = after.ids.size();
  CHECK(rpo_of(record).lost == 1);
  CHECK(rpo_of(record).verdict == Verdict::missed);
}

TEST_CASE("without both readings nothing is known of the failback's loss") {
  for (const auto which : {events::Reading::after_heal, events::Reading::after_failback}) {
    Record record = failback_record();
    drop_reading(record, which);
    const ObjectiveScore score = rpo_of(record);
    CHECK(score.verdict == Verdict::unknown);
    CHECK_FALSE(score.lost);
    CHECK(says(score.reasons, "not read"));
  }
}

TEST_CASE("without an onset there is nothing to be measured") {
  const Record record = failback_record({.closed_gate = "reachable"});
  const Inquiry inquiry = open_inquiry(record);
  CHECK_FALSE(failback_outage(inquiry, inquiry.instruments[0]));
  CHECK(judge_failback_rto(inquiry, 10s).verdict == Verdict::unknown);
  CHECK(rpo_of(record).verdict == Verdict::unknown);
}

}  // namespace
}  // namespace gameday
