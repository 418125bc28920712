// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

const CheckScore& check(const Scorecard& card, std::string_view name) {
  for (const CheckScore& score : card.checks) {
    if (score.name == name) return score;
  }
  throw std::out_of_range{std::string{name}};
}

void set_writable(Record& record, events::Reading reading, std::vector<std::string> nodes) {
  for (Event& event : record.events) {
    auto* read = std::get_if<events::LedgerRead>(&event.body);
    if (read != nullptr && read->reading == reading) read->writable_nodes = nodes;
  }
}

TEST_CASE("fenced before the lift, seen after the heal, one node writable: met") {
  const Scorecard card = score(met_record());
  CHECK(check(card, "fence").verdict == Verdict::met);
  CHECK(check(card, "one_primary").verdict == Verdict::met);
  CHECK(check(card, "one_primary").subject == "db-b");
}

TEST_CASE(
    "two nodes that accept writes after the heal are missed; while one is cut off, a finding") {
  Record record = met_record();
  set_writable(record, events::Reading::after_failover, {"db-a", "db-b"});
  Scorecard card = score(record);
  CHECK(check(card, "one_primary").verdict == Verdict::met);
  CHECK(std::ranges::any_of(card.findings,
                            [](const Finding& finding) { return finding.id == "two_primaries"; }));
  set_writable(record, events::Reading::after_heal, {"db-a", "db-b"});
  CHECK(check(score(record), "one_primary").verdict == Verdict::missed);
  set_writable(record, events::Reading::after_heal, {});
  CHECK(check(score(record), "one_primary").verdict == Verdict::unknown);
}

TEST_CASE("a fault lifted before the fence, a fence that failed or that does not hold: missed") {
  Record record = met_record();
  SUBCASE("lifted first") {
    auto& lifted = find_event<events::FaultLifted>(record);
    lifted.at.low = after_onset(8400ms);
  }
  SUBCASE("it failed") {
    for (Event& event : record.events) {
      auto* step = std::get_if<events::StepMoved>(&event.body);
      if (step != nullptr && step->step == "stop-old-primary") {
        step->state = events::StepState::failed;
      }
    }
  }
  SUBCASE("it was never done") {
    drop_events<events::StepMoved>(
        record, [](const events::StepMoved& step) { return step.step == "stop-old-primary"; });
  }
  SUBCASE("the node came back") { find_event<events::FenceSeen>(record).fenced = false; }
  CHECK(check(score(record), "fence").verdict == Verdict::missed);
}

TEST_CASE("where nothing was promoted there is nothing to fence") {
  Record record = sample_record({.recovers = std::nullopt});
  CHECK(std::ranges::none_of(score(record).checks,
                             [](const CheckScore& score) { return score.name == "fence"; }));
}

TEST_CASE("a system that fences itself is judged by the second reading alone") {
  Record record = met_record();
  record.definition.drill.fence = "by-system";
  drop_events<events::FenceSeen>(record);
  const Scorecard card = score(record);
  CHECK(std::ranges::none_of(card.checks,
                             [](const CheckScore& score) { return score.name == "fence"; }));
  CHECK(check(card, "one_primary").verdict == Verdict::met);
}

}  // namespace
}  // namespace gameday
