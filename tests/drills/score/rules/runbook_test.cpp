// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;
using events::StepState;

/// A run with one more step, moved as given.
StepScore extra(std::vector<Event> moves, Duration within = 5s) {
  Record record = met_record();
  record.definition.runbook.steps.push_back(
      {.name = "extra", .kind = "confirm", .owner = "ann", .text = {}, .within = within});
  for (Event& event : moves) record.events.push_back(std::move(event));
  return score(record).runbook.back();
}

Event moved(Duration at, StepState state, std::string by = "ann", std::string note = {}) {
  return {after_onset(at), events::StepMoved{"extra", state, std::move(by), std::move(note)}};
}

TEST_CASE("done within its deadline is met, at the deadline too; later is missed") {
  const StepScore step = extra({moved(1s, StepState::started), moved(6s, StepState::done)});
  CHECK(step.verdict == Verdict::met);
  CHECK(step.took == 5s);
  CHECK(step.by == "ann");
  CHECK(step.owner == "ann");
  CHECK(extra({moved(1s, StepState::started), moved(6001ms, StepState::done)}).verdict ==
        Verdict::missed);
}

TEST_CASE("failed is missed, skipped is unknown, and the reason is kept") {
  const StepScore failed =
      extra({moved(1s, StepState::started), moved(2s, StepState::failed, "ann", "no quorum")});
  CHECK(failed.verdict == Verdict::missed);
  CHECK(failed.note == "no quorum");
  CHECK_FALSE(failed.took.has_value());
  CHECK(extra({moved(1s, StepState::started), moved(2s, StepState::skipped)}).verdict ==
        Verdict::unknown);
}

TEST_CASE("never started on a run that ended is unknown; started and never ended is late") {
  CHECK(extra({}).verdict == Verdict::unknown);
  CHECK(extra({}).note == "never started");
  CHECK(extra({moved(1s, StepState::started)}, 1s).verdict == Verdict::missed);
  CHECK(extra({moved(1s, StepState::started)}, 3600s).verdict == Verdict::unknown);
}

TEST_CASE("answered by a file is met, says so, and exercised nobody") {
  Record record = met_record();
  record.definition.runbook.steps.push_back({.name = "extra", .kind = "confirm"});
  record.events.push_back(moved(1s, StepState::started, ""));
  record.events.push_back(moved(2s, StepState::done, "answers file"));
  const Scorecard card = score(record);
  CHECK(card.runbook.back().verdict == Verdict::met);
  CHECK(card.runbook.back().by == "answers file");
  CHECK(says(card.not_tested, "people were not exercised"));
}

TEST_CASE("the question whether to start is no step of the runbook") {
  Record record = met_record();
  record.events.push_back(
      {after_onset(1s), events::StepMoved{"(start)", StepState::done, "ann", ""}});
  CHECK(score(record).runbook.size() == 3);
}

TEST_CASE("a rule that a step did not keep is on the scorecard, with who said so") {
  Record record = met_record();
  StepSpec spec{.name = "extra", .kind = "traffic", .owner = "ann", .text = {}, .within = 5s};
  spec.params.set("override", std::make_shared<const Json>(Json{{"rule", "gates"}, {"by", "ann"}}));
  record.definition.runbook.steps.push_back(std::move(spec));
  CHECK(score(record).overrides.empty());
  record.events.push_back(moved(1s, StepState::started));
  CHECK(score(record).overrides ==
        std::vector<std::string>{"step extra: the rule gates was overridden by ann"});
}

TEST_CASE("a step on a branch that was not taken does not apply, and does not count") {
  Record record = met_record();
  auto& steps = record.definition.runbook.steps;
  const auto promote = std::ranges::find(steps, "promote-b", &StepSpec::name);
  promote->on_fail = "by-hand";
  steps.insert(std::ranges::find(steps, "shift-traffic", &StepSpec::name),
               StepSpec{.name = "by-hand", .kind = "confirm", .owner = "ann"});
  const Scorecard card = score(record);
  const auto by_hand = std::ranges::find(card.runbook, "by-hand", &StepScore::step);
  REQUIRE(by_hand != card.runbook.end());
  CHECK(by_hand->verdict == Verdict::not_applicable);
  CHECK(by_hand->note == "on a branch that was not taken");
  CHECK(card.verdict == Verdict::met);
  SUBCASE("where nothing branches, a step that was never started is unknown") {
    std::ranges::find(steps, "promote-b", &StepSpec::name)->on_fail = "stop";
    const Scorecard plain = score(record);
    CHECK(std::ranges::find(plain.runbook, "by-hand", &StepScore::step)->verdict ==
          Verdict::unknown);
  }
}

}  // namespace
}  // namespace gameday
