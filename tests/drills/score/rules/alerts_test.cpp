// SPDX-License-Identifier: Apache-2.0
// The sentences of measurement.md, Phases, about alerts.
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

AlertSpec region_down() {
  AlertSpec alert;
  alert.name = "RegionDown";
  alert.labels = {{"region", "region-a"}};
  alert.monitor = "am";
  alert.receiver = "oncall";
  alert.within = 5s;
  return alert;
}

/// A run in which one alert was watched from the first look to the last.
class WatchedRun {
 public:
  explicit WatchedRun(AlertSpec alert = region_down()) {
    record.definition.drill.alerts = {std::move(alert)};
    watched.alert = "RegionDown";
    watched.from = run_time(500ms);
    watched.until = record.events.back().at - 1ms;
    watched.looks = 200;
    moved(run_time(500ms), run_time(510ms), AlertState::silent);
  }

  void moved(Instant low, Instant high, AlertState state, std::vector<std::string> why = {}) {
    moves.push_back({.index = 0,
                     .alert = "RegionDown",
                     .state = state,
                     .seen = {low, high},
                     .receivers = {"oncall"},
                     .why = std::move(why),
                     .started = parse_utc("2026-11-23T10:00:07Z").value()});
  }

  AlertScore judged() {
    if (!moves.empty()) watched.state = moves.back().state;
    for (const auto& move : moves) record.events.push_back({move.seen.high, move});
    record.events.push_back({record.events.back().at, watched});
    std::ranges::stable_sort(record.events, {}, &Event::at);
    card = score(record);
    REQUIRE(card.alerts.size() == 1);
    return card.alerts.front();
  }

  Record record = met_record();
  std::vector<events::AlertMoved> moves;
  events::AlertWatched watched;
  Scorecard card;
};

TEST_CASE("a page in time is met, from the onset to where it was seen, with both its times") {
  WatchedRun run;
  run.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
  const AlertScore alert = run.judged();
  CHECK(alert.verdict == Verdict::met);
  CHECK(alert.latency == Interval{7500ms - 6004ms, 7600ms - 6001ms});
  CHECK(alert.received == Moment{run_time(7500ms), run_time(7600ms)});
  CHECK(alert.fired == run_time(7s));  // its own time, by the pair of clocks
  CHECK_FALSE(alert.suppressed);
  CHECK(run.card.verdict == Verdict::met);
}

TEST_CASE("a page that is late is missed, one about whose time nobody can tell is unknown") {
  WatchedRun late;
  late.moved(run_time(11100ms), run_time(11200ms), AlertState::received);
  CHECK(late.judged().verdict == Verdict::missed);
  CHECK(late.card.exit_status == 1);
  WatchedRun near;
  near.moved(run_time(10900ms), run_time(11100ms), AlertState::received);
  CHECK(near.judged().verdict == Verdict::unknown);
}

TEST_CASE("a silenced alert is missed, and it says who silenced it") {
  WatchedRun run;
  run.moved(run_time(7500ms), run_time(7600ms), AlertState::suppressed, {"silenced by jo: racks"});
  const AlertScore alert = run.judged();
  CHECK(alert.verdict == Verdict::missed);
  CHECK(alert.suppressed);
  CHECK(says(alert.reasons, "silenced by jo"));
  CHECK_FALSE(alert.received.has_value());
  CHECK(alert.fired.has_value());
}

TEST_CASE("no page at all is missed where it was watched, and unknown where it was not") {
  CHECK(WatchedRun{}.judged().verdict == Verdict::missed);
  WatchedRun gap;
  gap.moved(run_time(7s), run_time(7100ms), AlertState::unreachable, {"refused"});
  gap.moved(run_time(8s), run_time(8100ms), AlertState::silent);
  const AlertScore alert = gap.judged();
  CHECK(alert.verdict == Verdict::unknown);
  CHECK(says(alert.reasons, "refused"));
  WatchedRun after;  // once its time is over nobody needs to ask
  after.moved(run_time(12s), run_time(12100ms), AlertState::unreachable, {"refused"});
  CHECK(after.judged().verdict == Verdict::missed);
  WatchedRun over;
  over.watched.until = run_time(9s);
  CHECK(over.judged().verdict == Verdict::unknown);
  WatchedRun never;
  never.watched.looks = 0;
  never.watched.from = {};
  CHECK(never.judged().verdict == Verdict::unknown);
}

TEST_CASE("a page that may have fired before the fault does not count") {
  WatchedRun run;
  run.moved(run_time(5950ms), run_time(6050ms), AlertState::received);
  const AlertScore alert = run.judged();
  CHECK(alert.verdict == Verdict::unknown);
  CHECK_FALSE(alert.latency.high.has_value());
}

TEST_CASE("without proof of the fault no page is met") {
  WatchedRun run;
  run.record = unknown_record();
  run.record.definition.drill.alerts = {region_down()};
  run.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
  CHECK(run.judged().verdict == Verdict::unknown);
}

TEST_CASE("it resolves in time after the heal, or does not") {
  AlertSpec alert = region_down();
  alert.resolves_within = 2s;
  const auto after_heal = [&](Duration since) {
    WatchedRun run{alert};
    run.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
    const Moment lifted = find_event<events::FaultLifted>(run.record).at;
    run.moved(lifted.low + since, lifted.low + since + 50ms, AlertState::silent);
    return run.judged();
  };
  CHECK(after_heal(1s).verdict == Verdict::met);
  CHECK(after_heal(1s).resolved.has_value());
  CHECK(after_heal(3s).verdict == Verdict::missed);
  WatchedRun still{alert};
  still.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
  const AlertScore score = still.judged();
  CHECK(score.verdict == Verdict::missed);
  CHECK(says(score.reasons, "still fired"));
}

TEST_CASE("who must take it up has to in time") {
  AlertSpec alert = region_down();
  alert.params.set("acknowledged_within", Duration{4s});
  WatchedRun opened{alert};
  opened.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
  CHECK(opened.judged().verdict == Verdict::missed);
  WatchedRun taken{alert};
  taken.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
  taken.moved(run_time(8500ms), run_time(8600ms), AlertState::acknowledged);
  CHECK(taken.judged().verdict == Verdict::met);
}

TEST_CASE("a stray page is missed, and its absence is met only where somebody looked") {
  AlertSpec alert = region_down();
  alert.must_not = true;
  alert.within.reset();
  CHECK(WatchedRun{alert}.judged().verdict == Verdict::met);
  WatchedRun stray{alert};
  stray.moved(run_time(7500ms), run_time(7600ms), AlertState::received);
  CHECK(stray.judged().verdict == Verdict::missed);
  WatchedRun blind{alert};
  blind.moved(run_time(7s), run_time(7100ms), AlertState::unreachable, {"refused"});
  CHECK(blind.judged().verdict == Verdict::unknown);
  WatchedRun deaf{alert};  // a listener to which nothing ever came
  deaf.moves.clear();
  deaf.watched.looks = 0;
  deaf.watched.state = AlertState::silent;
  CHECK(deaf.judged().verdict == Verdict::unknown);
}

TEST_CASE("a drill without alerts has none on its scorecard") {
  CHECK(score(met_record()).alerts.empty());
}

}  // namespace
}  // namespace gameday
