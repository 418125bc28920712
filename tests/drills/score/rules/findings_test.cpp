// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

bool found(const Record& record, std::string_view id) {
  const Scorecard card = score(record);
  return std::ranges::any_of(card.findings,
                             [&](const Finding& finding) { return finding.id == id; });
}

TEST_CASE("recovered at more than 3 times the baseline's p99: degraded") {
  CHECK_FALSE(found(met_record(), "recovered_degraded"));
  CHECK_FALSE(found(sample_record({.latency_after = 6ms}), "recovered_degraded"));
  CHECK(found(sample_record({.latency_after = 12ms}), "recovered_degraded"));
}

TEST_CASE("an onset wider than a tenth of the target") {
  Record record = met_record();
  auto& onset = find_event<events::FaultApplied>(record).onset;
  onset.high = onset.low + 1s;
  CHECK_FALSE(found(record, "wide_onset"));
  onset.high += 1ms;
  CHECK(found(record, "wide_onset"));
}

TEST_CASE("rules that dropped nothing; counters that nobody read say nothing") {
  Record record = met_record();
  CHECK_FALSE(found(record, "nothing_dropped"));
  auto& counters = find_event<events::CountersRead>(record).counters;
  for (DropCounter& counter : counters) counter.packets = 0;
  CHECK(found(record, "nothing_dropped"));
  counters.clear();
  CHECK_FALSE(found(record, "nothing_dropped"));
}

TEST_CASE("measured from one place; a machine that was denied its CPU") {
  Record record = met_record();
  CHECK(found(record, "one_vantage"));
  find_event<events::Started>(record).vantage = {"lab:world", "lab:region-b"};
  CHECK_FALSE(found(record, "one_vantage"));
  CHECK_FALSE(found(record, "steal"));
  for (Event& event : record.events) {
    if (auto* pair = std::get_if<events::ClockPair>(&event.body)) pair->steal = 0.03;
  }
  CHECK(found(record, "steal"));
}

TEST_CASE("good during the fault and bad after it was lifted is a finding of its own") {
  Record record = sample_record({.bites = false});
  CHECK_FALSE(found(record, "bad_after_heal"));
  const Instant lifted = find_event<events::FaultLifted>(record).at.high;
  each_sample(record, "shop", [&](Sample& sample) {
    if (sample.sent > lifted + 1s && sample.sent < lifted + 2s) sample.good = false;
  });
  CHECK(found(record, "bad_after_heal"));
}

TEST_CASE("no verdict rests on a finding") {
  CHECK(score(sample_record({.latency_after = 12ms})).verdict == Verdict::met);
}

}  // namespace
}  // namespace gameday
