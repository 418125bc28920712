// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/replay.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/sample_runs.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// For the sample runs: region A is lost 6 s after the start, and clients feel it.
PolicySpec sample_policy() {
  PolicySpec policy;
  policy.mode = "observe";
  policy.from = "region-a";
  policy.to = "region-b";
  policy.at_least = 2;
  policy.necessary = {"app"};
  policy.layers["app"].probes = {{"region-a", {"shop"}}};
  policy.layers["db"].probes = {{"region-a", {"orders"}}};
  policy.layers["network"].probes = {{"region-b", {"region-b-direct"}}};
  return policy;
}

Replay replayed(const Record& record, const PolicySpec& policy = sample_policy()) {
  return replay(record, policy);
}

}  // namespace

TEST_CASE("a region that is lost is decided upon, and held against the runbook") {
  const Replay made = replayed(fakes::met_record());
  CHECK(made.verdict == Verdict::met);
  CHECK(made.run == "region_blackhole/20261123T100000Z-1a2b3c4d");
  CHECK(made.drill == "region_blackhole");
  CHECK(made.origin == fakes::k_run_start);
  CHECK_FALSE(made.quiet);
  REQUIRE(made.decisions.shifts.size() == 1);
  const PolicyShift* shift = made.first();
  REQUIRE(shift != nullptr);
  CHECK(shift->to == "region-b");
  // Cut at 6 s, timed out at 6.5 s, more than half of a second's samples bad 0.5 s later at most,
  // held for 1 s.
  CHECK(shift->at > fakes::run_time(7500ms));
  CHECK(shift->at < fakes::run_time(8200ms));
  CHECK(made.falsely == std::vector<std::string>{""});
  CHECK(made.false_shifts() == 0);
  REQUIRE(made.real);
  CHECK(made.real->by == "the step `shift-traffic`");
  CHECK(made.real->at == fakes::run_time(6004ms + 3200ms - 5ms));
}

TEST_CASE("without such a step the shift is what clients saw of it") {
  Record record = fakes::met_record();
  record.definition.runbook.steps.clear();
  const Replay made = replayed(record);
  REQUIRE(made.real);
  CHECK(made.real->by == "the system, as clients saw it");
  CHECK(made.real->at > fakes::run_time(6004ms + 3200ms));
  CHECK(made.real->at < fakes::run_time(6004ms + 3250ms));
  CHECK_FALSE(replayed(fakes::sample_record({.recovers = std::nullopt})).real);
}

TEST_CASE("a fault that the policy does not act upon is missed") {
  const Replay blunt = replayed(fakes::sample_record({.bites = false}));
  CHECK(blunt.verdict == Verdict::missed);
  CHECK(blunt.decisions.shifts.empty());
  CHECK(blunt.first() == nullptr);
  PolicySpec slow = sample_policy();
  slow.hold = 1min;
  CHECK(replayed(fakes::met_record(), slow).verdict == Verdict::missed);
}

TEST_CASE("where no shift is expected every one is false") {
  PolicySpec policy = sample_policy();
  policy.expect = Expected::stay;
  const Replay made = replayed(fakes::met_record(), policy);
  CHECK(made.quiet);
  CHECK(made.verdict == Verdict::missed);
  CHECK(made.false_shifts() == 1);
  CHECK(made.first() == nullptr);
  CHECK(made.falsely[0] == "the policy expects no shift");
  policy.hold = 1min;
  CHECK(replayed(fakes::met_record(), policy).verdict == Verdict::met);
}

TEST_CASE("a shift while no fault is in force is false") {
  Record record = fakes::met_record();
  fakes::drop_events<events::FaultApplied>(record);
  const Replay quiet = replayed(record);
  CHECK(quiet.quiet);
  REQUIRE(quiet.false_shifts() == 1);
  CHECK(quiet.falsely[0] == "no fault was in force");
  CHECK(quiet.verdict == Verdict::missed);

  Record lifted = fakes::met_record();
  fakes::find_event<events::FaultLifted>(lifted).at = {fakes::run_time(7s), fakes::run_time(7s)};
  CHECK(replayed(lifted).false_shifts() == 1);
  fakes::find_event<events::FaultLifted>(lifted).error = "it may still be in force";
  CHECK(replayed(lifted).false_shifts() == 0);

  Record refused = fakes::met_record();
  fakes::find_event<events::FaultApplied>(refused).error = "no such table";
  CHECK(replayed(refused).false_shifts() == 1);
}

TEST_CASE("no evidence is neither met nor missed") {
  Record damaged = fakes::met_record();
  damaged.damage = {"samples.jsonl: line 812 is torn"};
  CHECK(replayed(damaged).verdict == Verdict::unknown);
  CHECK(replayed(Record{}).verdict == Verdict::unknown);

  Record blind = fakes::met_record();
  blind.probes.erase("shop");
  CHECK(replayed(blind).verdict == Verdict::unknown);
  CHECK(replayed(blind).decisions.shifts.empty());

  Record no_fault = fakes::sample_record({.bites = false});
  fakes::drop_events<events::FaultApplied>(no_fault);
  CHECK(replayed(no_fault).verdict == Verdict::unknown);
}

TEST_CASE("every stored run decides the same each time") {
  for (const auto& [name, record] : fakes::sample_runs()) {
    CAPTURE(name);
    const Replay one = replayed(record);
    const Replay two = replayed(record);
    REQUIRE(one.decisions.lines.size() == two.decisions.lines.size());
    for (std::size_t i = 0; i < one.decisions.lines.size(); ++i) {
      CHECK(one.decisions.lines[i].at == two.decisions.lines[i].at);
      CHECK(one.decisions.lines[i].text == two.decisions.lines[i].text);
    }
    CHECK(one.verdict == two.verdict);
    CHECK(one.why == two.why);
  }
}
