// SPDX-License-Identifier: Apache-2.0
// The sentences of measurement.md, Phases.
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

const PhaseScore& phase(const Scorecard& card, std::string_view name) {
  for (const PhaseScore& score : card.phases) {
    if (score.name == name) return score;
  }
  throw std::out_of_range{std::string{name}};
}

bool has(const Scorecard& card, std::string_view name) {
  return std::ranges::any_of(card.phases,
                             [&](const PhaseScore& score) { return score.name == name; });
}

TEST_CASE("each phase begins where the one before ends, and the last ends with the RTO") {
  const Scorecard card = score(met_record());
  const ObjectiveScore& rto = objective(card, "rto");
  CHECK(phase(card, "detect").start == Interval{0ms, 3ms});
  CHECK(phase(card, "decide").start == phase(card, "detect").end);
  CHECK(phase(card, "act").start == phase(card, "decide").end);
  CHECK(phase(card, "shift").start == phase(card, "act").end);
  CHECK(phase(card, "converge").start == phase(card, "shift").end);
  CHECK(phase(card, "converge").end == rto.measured);
  CHECK_FALSE(phase(card, "scale").end.has_value());
  CHECK_FALSE(has(card, "unattributed"));
}

TEST_CASE("detect ends when the probe that starts the runbook has been bad for long enough") {
  const Scorecard card = score(met_record());
  const Duration since = run_time(6010ms) - run_time(6004ms);
  CHECK(*phase(card, "detect").end->low == since + 1s);
}

TEST_CASE(
    "a person who starts the runbook detects by eye: nobody knows when, and it is not guessed") {
  Record record = met_record();
  record.definition.drill.start_when.reset();
  const Scorecard card = score(record);
  CHECK_FALSE(phase(card, "detect").end.has_value());
  CHECK_FALSE(phase(card, "decide").start.has_value());
  REQUIRE(has(card, "unattributed"));
  CHECK(phase(card, "unattributed").start == Interval{0ms, 3ms});
  CHECK(phase(card, "unattributed").end == phase(card, "decide").end);
}

TEST_CASE(
    "a runbook that was started before the probe was bad for long enough was not started by it") {
  Record record = met_record();
  record.definition.drill.start_when->bad_for = 3s;
  CHECK_FALSE(phase(score(record), "detect").end.has_value());
}

TEST_CASE("an event that did not happen gives null, and no neighbour gets its time") {
  Record record = met_record();
  drop_events<events::StepMoved>(record, [](const events::StepMoved& step) {
    return step.step == "promote-b" && step.state == events::StepState::done;
  });
  const Scorecard card = score(record);
  CHECK_FALSE(phase(card, "act").end.has_value());
  CHECK_FALSE(phase(card, "shift").start.has_value());
  CHECK(phase(card, "unattributed").start == phase(card, "decide").end);
  CHECK(phase(card, "unattributed").end == phase(card, "shift").end);
}

TEST_CASE("a step that ended after clients were served again takes no more than there was") {
  Record record = met_record();
  for (Event& event : record.events) {
    const auto* step = std::get_if<events::StepMoved>(&event.body);
    if (step != nullptr && step->step == "shift-traffic" &&
        step->state == events::StepState::done) {
      event.at += 2s;
    }
  }
  const Scorecard card = score(record);
  CHECK(phase(card, "shift").end == objective(card, "rto").measured);
  CHECK(phase(card, "converge").end == objective(card, "rto").measured);
}

TEST_CASE("the fence is no part of the way to the recovery") {
  Record record = met_record();
  drop_events<events::StepMoved>(
      record, [](const events::StepMoved& step) { return step.step != "stop-old-primary"; });
  const Scorecard card = score(record);
  CHECK_FALSE(phase(card, "decide").end.has_value());
  CHECK(phase(card, "unattributed").end == objective(card, "rto").measured);
}

TEST_CASE("without a recovery the last phase has no end; without an onset there are none") {
  Record record = sample_record({.recovers = std::nullopt});
  CHECK_FALSE(phase(score(record), "converge").end.has_value());
  drop_events<events::FaultApplied>(record);
  CHECK(score(record).phases.empty());
}

}  // namespace
}  // namespace gameday
