// SPDX-License-Identifier: Apache-2.0
// The sentences of measurement.md, Outage and RTO, one by one.
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

ObjectiveScore rto_of(const Record& record) { return objective(score(record), "rto"); }

/// Makes a probe bad, or good, for what was sent in a stretch after the onset.
void set_good(Record& record, const std::string& probe, Duration from, Duration to, bool good) {
  each_sample(record, probe, [&](Sample& sample) {
    if (sample.sent < after_onset(from) || sample.sent >= after_onset(to)) return;
    sample.good = good;
    sample.done = sample.sent + (good ? Duration{2ms} : Duration{500ms});
    sample.region = good ? "region-b" : "";
  });
}

/// The lift, the first reading of the clock that ends the judged part.
void lift_at(Record& record, Duration since_onset) {
  find_event<events::FaultLifted>(record).at = {after_onset(since_onset),
                                                after_onset(since_onset) + 5ms};
}

void without_ledger(Record& record) {
  record.definition.drill.ledgers.clear();
  record.ledgers.clear();
}

TEST_CASE(
    "the interval runs from the last bad and the first good sample to both ends of the onset") {
  Record record = met_record();
  without_ledger(record);
  const Moment onset = find_event<events::FaultApplied>(record).onset;
  const Samples& samples = record.probes.at("shop");
  const auto last_bad = std::find_if(samples.rbegin(), samples.rend(),
                                     [](const Sample& sample) { return !sample.good; });
  const auto first_good = last_bad.base();
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.measured.low == last_bad->sent - onset.high);
  CHECK(rto.measured.high == first_good->done - onset.low);
  CHECK(rto.verdict == Verdict::met);
  CHECK(rto.bad_time.has_value());
}

TEST_CASE("met at the target itself, unknown within the error, missed beyond it") {
  Record record = met_record();
  const ObjectiveScore rto = rto_of(record);
  auto& target = record.definition.drill.objectives.rto;
  // Whatever the sampler's lag is, it must not decide here.
  for (auto& [name, samples] : record.probes) {
    for (Sample& sample : samples) sample.intended = sample.sent;
  }
  for (Write& write : record.ledgers.at("orders").writes) write.intended = write.sent;
  target = *rto.measured.high;
  CHECK(rto_of(record).verdict == Verdict::met);
  target = *rto.measured.high - Duration{1};
  CHECK(rto_of(record).verdict == Verdict::unknown);
  target = *rto.measured.low;
  CHECK(rto_of(record).verdict == Verdict::unknown);
  target = *rto.measured.low - Duration{1};
  CHECK(rto_of(record).verdict == Verdict::missed);
}

TEST_CASE("the worst of every judged probe and of the write path is judged") {
  Record record = met_record();
  // The writes come back two seconds after the page does.
  for (Write& write : record.ledgers.at("orders").writes) {
    if (write.sent < after_onset(0ms) || write.sent > after_onset(5200ms)) continue;
    write.result = WriteResult::in_doubt;
    write.done = write.sent + 500ms;
  }
  lift_at(record, 11s);
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.subject == "orders");
  CHECK(*rto.measured.low > 5s);
  CHECK(*rto.measured.high < 5300ms);
  CHECK_FALSE(rto.read_only);
}

TEST_CASE("a probe that is not judged changes nothing; without writes the RTO is read only") {
  Record record = met_record();
  set_good(record, "region-b-direct", 0s, 20s, false);
  CHECK(rto_of(record).verdict == Verdict::met);
  without_ledger(record);
  CHECK(rto_of(record).read_only);
}

TEST_CASE("a ledger that writes from inside the region is no part of the clients' write path") {
  Record record = met_record();
  record.definition.drill.ledgers.front().from = "region-a";
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.read_only);
  CHECK(rto.subject == "shop");
}

TEST_CASE("recovery counts only if the whole window ends before the fault is lifted") {
  Record record = met_record();
  without_ledger(record);
  lift_at(record, 8500ms);  // recovery at 3.2 s, its window ends at 8.2 s
  CHECK(rto_of(record).verdict == Verdict::met);
  lift_at(record, 8100ms);
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.verdict == Verdict::unknown);
  CHECK_FALSE(rto.measured.high.has_value());
  CHECK(says(rto.reasons, "the fault ended before the service recovered"));
}

TEST_CASE("lifted before a recovery that held: missed once the target had passed") {
  Record record = sample_record({.recovers = std::nullopt});
  lift_at(record, 10s + 1ms);
  CHECK(rto_of(record).verdict == Verdict::missed);
  lift_at(record, 10s);
  record.definition.drill.objectives.rto = 25s;
  CHECK(rto_of(record).verdict == Verdict::unknown);
}

TEST_CASE("a service without any DR whose fault expires by itself is not met") {
  const Record record = sample_record({.recovers = std::nullopt});
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.verdict == Verdict::missed);
  CHECK_FALSE(rto.measured.high.has_value());
}

TEST_CASE("any revert that began, whoever did it, ends what counts as under the fault") {
  Record record = met_record();
  without_ledger(record);
  record.events.push_back(
      {after_onset(6s), events::ChangeMoved{"fault.region_blackhole.router", ChangeState::reverting,
                                            after_onset(6s), after_onset(6s), ""}});
  CHECK(rto_of(record).verdict == Verdict::unknown);
}

TEST_CASE("no recovery by the end: the last sample bounds it from below") {
  Record record = met_record();
  without_ledger(record);
  drop_events<events::FaultLifted>(record);
  set_good(record, "shop", 0s, 30s, false);
  const ObjectiveScore rto = rto_of(record);
  const Moment onset = find_event<events::FaultApplied>(record).onset;
  CHECK(rto.measured.low == record.probes.at("shop").back().sent - onset.high);
  CHECK_FALSE(rto.measured.high.has_value());
  CHECK(rto.verdict == Verdict::missed);
  CHECK(says(rto.reasons, "did not recover by the end"));
}

TEST_CASE(
    "no bad sample though the fault is confirmed: none observed, bounded by the longest gap") {
  Record record = sample_record({.bites = false});
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.verdict == Verdict::met);
  CHECK(rto.measured.low == Duration::zero());
  CHECK(*rto.measured.high > 20ms);
  CHECK(*rto.measured.high < 40ms);
  CHECK(score(record).probes.front().outage == Interval{});
}

TEST_CASE("no bad sample, but nobody looked long enough or to the end: unknown") {
  Record record = sample_record({.bites = false});
  without_ledger(record);
  SUBCASE("the fault was shorter than a recovery must hold") { lift_at(record, 4s); }
  SUBCASE("the probe stopped") {
    std::erase_if(record.probes.at("shop"),
                  [](const Sample& sample) { return sample.sent > after_onset(6s); });
  }
  SUBCASE("the probe began after the onset") {
    std::erase_if(record.probes.at("shop"),
                  [](const Sample& sample) { return sample.sent < after_onset(1s); });
  }
  CHECK(rto_of(record).verdict != Verdict::met);
}

TEST_CASE("a relapse while the fault is in force moves the recovery behind it") {
  Record record = met_record();
  without_ledger(record);
  lift_at(record, 20s);
  const Duration before = *rto_of(record).measured.high;
  set_good(record, "shop", 8300ms, 9s, false);
  record.events.back().at = after_onset(30s);
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.measured.high.value_or(99s) > before + 5s);
}

TEST_CASE("bad after the heal is a relapse, counted, and does not move the recovery") {
  Record record = met_record();
  without_ledger(record);
  lift_at(record, 8500ms);
  set_good(record, "shop", 9s, 10s, false);
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.verdict == Verdict::met);
  CHECK(rto.relapses == 1);
}

TEST_CASE("a probe without samples after the onset is unknown") {
  Record record = met_record();
  std::erase_if(record.probes.at("shop"),
                [](const Sample& sample) { return sample.done > after_onset(0s) - 3ms; });
  const ObjectiveScore rto = rto_of(record);
  CHECK(rto.verdict == Verdict::unknown);
  CHECK_FALSE(rto.measured.low.has_value());
  CHECK(says(rto.reasons, "no sample after the onset"));
}

TEST_CASE("a sampler that lagged by more than the verdict needs makes it unknown") {
  Record record = met_record();
  const auto lag = [&](Duration by) {
    each_sample(record, "shop", [&](Sample& sample) { sample.intended = sample.sent - by; });
  };
  lag(499ms);  // a twentieth of the target is the coarsest that is allowed
  CHECK(rto_of(record).verdict == Verdict::met);
  lag(501ms);
  CHECK(rto_of(record).verdict == Verdict::unknown);
  CHECK(says(rto_of(record).reasons, "the sampler lagged"));
  record.definition.drill.objectives.rto = 1s;  // missed by two seconds: half of one is no matter
  CHECK(rto_of(record).verdict == Verdict::missed);
}

TEST_CASE("a drill that broke nothing that clients used says nothing of the RTO") {
  Record record = met_record();
  each_sample(record, "shop", [](Sample& sample) { sample.region = "region-b"; });
  for (Write& write : record.ledgers.at("orders").writes) write.region = "region-b";
  CHECK(rto_of(record).verdict == Verdict::unknown);
  CHECK(says(rto_of(record).reasons, "broke nothing that clients used"));
}

TEST_CASE("a fault on one host may be one that clients do not feel") {
  Record record = met_record();
  each_sample(record, "shop", [](Sample& sample) { sample.region = "region-b"; });
  for (Write& write : record.ledgers.at("orders").writes) write.region = "region-b";
  record.definition.drill.faults.at(0).params = {};
  record.definition.drill.faults.at(0).params.set("host", std::string{"db-a"});
  CHECK(rto_of(record).verdict == Verdict::met);
}

TEST_CASE("which region served may be known from the baseline alone, and must be known") {
  Record record = met_record();
  each_sample(record, "shop", [](Sample& sample) { sample.region.clear(); });
  for (Write& write : record.ledgers.at("orders").writes) write.region.clear();
  CHECK(rto_of(record).verdict == Verdict::met);
  find_event<events::BaselineJudged>(record).serving.clear();
  CHECK(rto_of(record).verdict == Verdict::unknown);
}

TEST_CASE("the clock starts at the first fault, and a drill without an RTO has no such objective") {
  Record record = met_record();
  record.definition.drill.objectives.rto.reset();
  const Scorecard card = score(record);
  CHECK(std::ranges::none_of(card.objectives,
                             [](const ObjectiveScore& score) { return score.name == "rto"; }));
}

}  // namespace
}  // namespace gameday
