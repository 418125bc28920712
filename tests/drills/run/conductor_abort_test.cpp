// SPDX-License-Identifier: Apache-2.0
// Aborts at every moment of a run (safety.md, Two kinds of change).
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

const events::AbortAsked k_operator{.by = "operator", .why = "enough"};

SimulatedRun aborted_at(Duration when) {
  SimulatedRun run(small_plan());
  run.at.emplace_back(when, k_operator);
  run.run();
  return run;
}

struct Aborted {
  Duration when{};
  SimulatedRun run;
};

/// The drill aborted at every twentieth of a second, each carried out once for all the tests.
const std::vector<Aborted>& aborted_anywhere() {
  static const std::vector<Aborted> runs = [] {
    std::vector<Aborted> all;
    for (Duration when = 0s; when < 25s; when += 50ms) all.push_back({when, aborted_at(when)});
    return all;
  }();
  return runs;
}

TEST_CASE("an abort at any moment ends the run, with every fault lifted") {
  for (const auto& [when, run] : aborted_anywhere()) {
    CAPTURE(to_seconds(when));
    REQUIRE(run.finish.has_value());
    CHECK(run.finish->how.everything_reverted);
    if (run.ordered("ApplyFault cut")) CHECK(run.ordered("LiftFault cut"));
    CHECK((run.ordered("RevertForAbort") || run.ordered("RevertRest")));
  }
}

TEST_CASE("after the point of no return an abort fences first and stays in the new region") {
  for (const auto& [when, run] : aborted_anywhere()) {
    CAPTURE(to_seconds(when));
    const bool promoted = run.ordered("StartStep promote-b");
    CHECK(run.ordered("RunFence") == promoted);
    if (promoted) {
      CHECK(run.position("RunFence") < run.position("LiftFault cut"));
      CHECK_FALSE(run.ordered("RevertForAbort"));
      CHECK(run.finish->how.end_state == "failed-over");
    } else {
      CHECK(run.finish->how.end_state == "restored");
    }
  }
}

TEST_CASE("before the point of no return everything goes back") {
  const SimulatedRun run = aborted_at(5600ms);
  CHECK(run.ordered("ApplyFault cut"));
  CHECK(run.ordered("RevertForAbort"));
  CHECK(run.finish->how.aborted);
}

TEST_CASE("a second abort does not cut the first one short") {
  SimulatedRun run(small_plan());
  for (int i = 0; i < 20; ++i) run.at.emplace_back(9s + i * 50ms, k_operator);
  run.run();
  CHECK(std::ranges::count(run.orders, "LiftFault cut") == 1);
  CHECK(std::ranges::count(run.orders, "RevertRest") == 1);
}

TEST_CASE("an abort waits for the revert that the end of the run has begun, and looks again") {
  SimulatedRun plain(small_plan());
  plain.run();
  const Duration end = plain.time_of("RevertRest");

  SimulatedRun run(small_plan());
  run.revert_takes = 2s;
  run.left_once = {"fault.cut.router"};
  run.at.emplace_back(end + 500ms, k_operator);
  run.run();
  std::vector<Duration> reverts;
  for (std::size_t i = 0; i < run.orders.size(); ++i) {
    if (run.orders[i].starts_with("Revert")) reverts.push_back(run.ordered_after[i]);
  }
  REQUIRE(reverts.size() == 2);
  CHECK(reverts[1] - reverts[0] >= 2s);
  REQUIRE(run.finish.has_value());
  CHECK(run.finish->how.still_in_force.empty());
}

TEST_CASE("a step under way ends before the rest is put back") {
  SimulatedRun run(small_plan());
  run.step_takes["shift-traffic"] = 3s;
  run.at.emplace_back(7s, k_operator);
  run.run();
  CHECK(run.time_of("StartStep shift-traffic") < 7s);
  CHECK(run.time_of("LiftFault cut") < 8s);
  CHECK(run.time_of("RevertRest") >= run.time_of("StartStep shift-traffic") + 3s);
}

TEST_CASE("a fault that is being made is waited for, also where none may be lifted") {
  Plan plan = small_plan();
  PlannedFault second = plan.faults.front();
  second.spec.name = "second";
  second.spec.after += 2s;
  plan.faults.push_back(second);
  SimulatedRun run(plan);
  run.fence_fails = 99;
  run.fault_takes["second"] = 12s;
  run.at.emplace_back(9s, k_operator);
  run.run();
  REQUIRE(run.ordered("StartStep promote-b"));
  REQUIRE(run.ordered("ApplyFault second"));
  CHECK(run.time_of("ApplyFault second") < 9s);
  CHECK_FALSE(run.ordered("LiftFault cut"));
  CHECK(run.time_of("RevertRest") >= run.time_of("ApplyFault second") + 12s);
}

TEST_CASE("an abort condition of the drill, and the survivor's own probe, stop the run") {
  Plan plan = small_plan();
  SUBCASE("the condition") {
    plan.definition.drill.aborts.push_back({.probe = "shop", .bad_for = 500ms});
    SimulatedRun run(plan);
    run.run();
    CHECK(run.finish->how.aborted);
    CHECK_FALSE(run.ordered("StartStep promote-b"));
  }
  SUBCASE("the survivor") {
    SUBCASE("by its role") {}
    SUBCASE("by a host's name") {
      Host host;
      host.name = "db-b";
      host.region = "region-b";
      plan.definition.inventory.hosts["db-b"] = host;
      plan.definition.drill.probes.back().params.set("target", std::string{"db-b"});
    }
    SimulatedRun run(plan);
    run.at.emplace_back(
        8s, events::InstrumentTurned{
                .instrument = "region-b-direct", .good = false, .since = Instant{1h + 8s}});
    run.run();
    CHECK(run.finish->how.aborted);
    CHECK(run.time_of("RunFence") >= 11s);
  }
}

TEST_CASE("a probe of the survivor that a veto looks at says nothing of whether it answers") {
  Plan plan = small_plan();
  PolicySpec policy;
  policy.mode = "observe";
  policy.vetoes["lag"].probes = {{"region-b", {"region-b-direct"}}};
  plan.definition.drill.policy = policy;
  SimulatedRun run(plan);
  run.at.emplace_back(
      8s, events::InstrumentTurned{
              .instrument = "region-b-direct", .good = false, .since = Instant{1h + 8s}});
  run.run();
  CHECK_FALSE(run.finish->how.aborted);
}

TEST_CASE("a keeper that is gone aborts the run") {
  SimulatedRun run(small_plan());
  run.at.emplace_back(6s, events::KeeperLost{"killed"});
  run.run();
  CHECK(run.finish->how.aborted);
  CHECK(run.ordered("LiftFault cut"));
}

}  // namespace
}  // namespace gameday
