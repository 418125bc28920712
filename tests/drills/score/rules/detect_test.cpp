// SPDX-License-Identifier: Apache-2.0
// The objective `detect`: the first page that got through.
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

/// A run with two expected alerts, the moves of each, and a target for the first page.
Record with_pages(const std::vector<std::vector<events::AlertMoved>>& moves, Duration target = 5s) {
  Record record = met_record();
  Drill& drill = record.definition.drill;
  drill.objectives.detect = target;
  const Instant end = record.events.back().at;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    AlertSpec alert;
    alert.name = "Alert" + std::to_string(i);
    alert.within = 10s;
    drill.alerts.push_back(alert);
    events::AlertWatched watched{.index = i, .alert = alert.name, .state = AlertState::silent};
    watched.from = run_time(500ms);
    watched.until = end - 1ms;
    watched.looks = 100;
    for (events::AlertMoved move : moves[i]) {
      move.index = i;
      watched.state = move.state;
      record.events.push_back({move.seen.high, move});
    }
    record.events.push_back({end, watched});
  }
  std::ranges::stable_sort(record.events, {}, &Event::at);
  return record;
}

events::AlertMoved page(Duration at, AlertState state = AlertState::received) {
  events::AlertMoved moved;
  moved.state = state;
  moved.seen = {run_time(at), run_time(at + 100ms)};
  return moved;
}

}  // namespace

TEST_CASE("the first page that gets through is when it was known") {
  const Scorecard card = score(with_pages({{page(8s)}, {page(7s)}}));
  const ObjectiveScore& detect = objective(card, "detect");
  CHECK(detect.subject == "Alert1");
  CHECK(detect.measured == Interval{7s - 6004ms, 7100ms - 6001ms});
  CHECK(detect.target == 5s);
  CHECK(detect.verdict == Verdict::met);
}

TEST_CASE("the phase `detect` ends with the page, where nothing of ours saw it before") {
  const auto phase = [](Record record) {
    record.definition.drill.start_when.reset();
    for (const PhaseScore& each : score(record).phases) {
      if (each.name == "detect") return each.end;
    }
    return std::optional<Interval>{};
  };
  CHECK(phase(with_pages({{page(6500ms)}})) == Interval{6500ms - 6004ms, 6600ms - 6001ms});
  CHECK_FALSE(phase(met_record()).has_value());
}

TEST_CASE("what sees most of a page's way counts: a rule that fires has woken nobody yet") {
  Record record = with_pages({{page(7s)}, {page(8s)}});
  record.definition.inventory.monitors["p"] = {"p", "prometheus", {}};
  record.definition.inventory.monitors["w"] = {"w", "webhook", {}};
  record.definition.drill.alerts[0].monitor = "p";
  record.definition.drill.alerts[1].monitor = "w";
  CHECK(objective(score(record), "detect").subject == "Alert1");
  record.definition.drill.alerts[1].must_not = true;
  CHECK(objective(score(record), "detect").subject == "Alert0");
}

TEST_CASE("a page after the target is missed") {
  const Scorecard card = score(with_pages({{page(8s)}}, 1s));
  CHECK(objective(card, "detect").verdict == Verdict::missed);
}

TEST_CASE("where no page got through it is missed, and how long was waited is told") {
  const Scorecard card = score(with_pages({{page(7s, AlertState::suppressed)}}));
  const ObjectiveScore& detect = objective(card, "detect");
  CHECK(detect.verdict == Verdict::missed);
  CHECK(detect.measured.low.has_value());
  CHECK_FALSE(detect.measured.high.has_value());
}

TEST_CASE("where nobody knows whether one did it is unknown") {
  const Scorecard card = score(with_pages({{page(7s, AlertState::unreachable)}}));
  CHECK(objective(card, "detect").verdict == Verdict::unknown);
  CHECK(says(objective(card, "detect").reasons, "not known"));
}

TEST_CASE("a drill that does not ask for it is not judged by it") {
  for (const ObjectiveScore& each : score(met_record()).objectives) CHECK(each.name != "detect");
}

}  // namespace gameday
