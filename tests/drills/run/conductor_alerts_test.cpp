// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Plan with_alert(std::optional<Duration> resolves = {}) {
  Plan plan = small_plan();
  AlertSpec alert;
  alert.name = "Down";
  alert.within = 15s;
  alert.resolves_within = resolves;
  plan.definition.drill.alerts = {alert};
  return plan;
}

EventBody moved(AlertState state) {
  events::AlertMoved event;
  event.state = state;
  return event;
}

Duration between(const SimulatedRun& run, const std::string& from, const std::string& to) {
  return run.time_of(to) - run.time_of(from);
}

TEST_CASE("a page that has come is not waited for") {
  SimulatedRun run(with_alert());
  run.at.emplace_back(8s, moved(AlertState::received));
  run.run();
  SimulatedRun without(small_plan());
  without.run();
  CHECK(between(run, "ApplyFault cut", "LiftFault cut") ==
        between(without, "ApplyFault cut", "LiftFault cut"));
}

TEST_CASE("a page that may still come in time is waited for, and the recovery is no give-up") {
  SimulatedRun run(with_alert());
  run.at.emplace_back(8s, moved(AlertState::suppressed));
  run.run();
  CHECK(between(run, "ApplyFault cut", "LiftFault cut") > 15s);
  CHECK_FALSE(run.state.gave_up);
}

TEST_CASE("one that must not come is not waited for") {
  Plan plan = with_alert();
  plan.definition.drill.alerts[0].must_not = true;
  SimulatedRun run(plan);
  run.run();
  CHECK(between(run, "ApplyFault cut", "LiftFault cut") < 15s);
}

TEST_CASE("what is to resolve after the heal is waited for, as long as it may take") {
  const auto settled = [](std::optional<Duration> resolved) {
    SimulatedRun run(with_alert(20s));
    run.at.emplace_back(8s, moved(AlertState::received));
    if (resolved) run.at.emplace_back(*resolved, moved(AlertState::silent));
    run.run();
    REQUIRE(run.finish.has_value());
    return between(run, "LiftFault cut", "RevertRest");
  };
  CHECK(settled({}) > 20s);
  CHECK(settled({}) < 25s);
  CHECK(settled(9s) < 20s);
}

}  // namespace
}  // namespace gameday
