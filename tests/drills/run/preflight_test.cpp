// SPDX-License-Identifier: Apache-2.0
#include "drills/run/preflight.hpp"

#include <doctest/doctest.h>

#include "drills/guard/lock.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/scripted_performer.hpp"
#include "tests/sim/simulated_run.hpp"
#include "world/clock.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Plan plan_in_a_lab() {
  Plan plan = small_plan();
  plan.definition.inventory.environment = "lab";
  plan.definition.inventory.lab = "default";
  Host router;
  router.name = "router";
  router.transport = "lab";
  plan.definition.inventory.hosts["router"] = router;
  Change cut;
  cut.id = "fault.cut.router";
  cut.apply.host = {"router"};
  plan.faults.front().plan.changes.push_back(cut);
  return plan;
}

/// The same, with a host that holds the lock.
Plan plan_with_lock() {
  Plan plan = plan_in_a_lab();
  plan.definition.inventory.regions["region-a"].filtered_at = {"router"};
  return plan;
}

struct Scene {
  Scratch scratch;
  Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  ScriptedPerformer performer;
  Guards guards;

  Scene() {
    performer.on("true");
    performer.on("find");
  }
  [[nodiscard]] PreflightResult of(const Plan& plan) {
    return carry_out_preflight({.plan = plan,
                                .guards = guards,
                                .home = scratch.path,
                                .operator_name = "jo",
                                .performer = performer,
                                .now = RealClock{}.wall()});
  }
};

TEST_CASE("nothing going on is go") { CHECK(check_surroundings({}).empty()); }

TEST_CASE("other runs and the word to halt refuse, and say why") {
  Surroundings around;
  SUBCASE("a dead run may have left something") { around.dead_runs.push_back({.run_id = "dead"}); }
  SUBCASE("another run is under way") { around.live_runs.push_back({.run_id = "live"}); }
  SUBCASE("halted") { around.halted = true; }
  CHECK(check_surroundings(around).size() == 1);
}

TEST_CASE("what the reverts need is reached for, and what shifts the traffic either way") {
  PlannedStep shift;
  shift.spec.kind = "traffic";
  shift.spec.params.set("manager", std::string{"front"});
  Change change;
  change.capture = Action{{}, 1s, Exchange{"/x/api.sock", {{"show servers state shop"}}}};
  shift.plan.changes.push_back(change);
  for (const auto steps : {&Plan::steps, &Plan::failback_steps}) {
    Plan plan = plan_in_a_lab();
    (plan.*steps).push_back(shift);
    ScriptedPerformer all;
    all.on("true");
    all.on("show servers state");
    CHECK(check_control_path(all, plan).empty());
    ScriptedPerformer no_router;
    no_router.on("show servers state");
    CHECK(check_control_path(no_router, plan).size() == 1);
    ScriptedPerformer no_balancer;
    no_balancer.on("true");
    no_balancer.on("show servers state", {Outcome{false, 1, "", "permission denied", {}}});
    const auto problems = check_control_path(no_balancer, plan);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].find("traffic manager front") != std::string::npos);
  }
}

TEST_CASE("the API of a cluster that is to be cut is reached for, and no other") {
  Plan plan = plan_in_a_lab();
  plan.definition.inventory.clusters["shop"] = {.name = "shop", .context = "staging"};
  ScriptedPerformer performer;
  performer.on("true");
  CHECK(check_control_path(performer, plan).empty());
  plan.faults.front().spec.params.set("cluster", std::string{"shop"});
  SUBCASE("it answers") {
    performer.on("--context=staging get --raw=/readyz");
    CHECK(check_control_path(performer, plan).empty());
  }
  SUBCASE("it does not") {
    performer.on("readyz", {Outcome{false, 1, "", "connection refused", {}}});
    CHECK(check_control_path(performer, plan).size() == 1);
  }
}

TEST_CASE("an open incident refuses a start, and names its line") {
  Scene scene;
  GuardConfig config;
  IncidentCheck pager{.name = "pager", .kind = "command"};
  pager.command = {"pager-is-quiet"};
  pager.place = {"etc.toml", 7};
  config.incidents = {pager};
  scene.guards = {config};
  SUBCASE("open") {
    scene.performer.on("pager-is-quiet", {Outcome{false, 1, "", "2 open", {}}});
    const PreflightResult result = scene.of(plan_in_a_lab());
    REQUIRE(result.reasons.size() == 1);
    CHECK(result.reasons[0] ==
          "guard incident: pager: pager-is-quiet exits with 1: 2 open (etc.toml:7)");
  }
  SUBCASE("not to be asked") { CHECK(scene.of(plan_in_a_lab()).reasons.size() == 1); }
  SUBCASE("all is quiet") {
    scene.performer.on("pager-is-quiet");
    CHECK(scene.of(plan_in_a_lab()).reasons.empty());
  }
}

TEST_CASE("one run at a time in a home, held for as long as the result lives") {
  Scene scene;
  {
    const PreflightResult first = scene.of(plan_in_a_lab());
    CHECK(first.reasons.empty());
    const PreflightResult second = scene.of(plan_in_a_lab());
    REQUIRE(second.reasons.size() == 1);
    CHECK(second.reasons[0].find("guard lock: ") == 0);
    CHECK(second.reasons[0].find(" of jo, since ") != std::string::npos);
  }
  CHECK(scene.of(plan_in_a_lab()).reasons.empty());
}

TEST_CASE("a colleague's lock on the target's side refuses a start") {
  const Plan plan = plan_with_lock();
  const WallTime now = RealClock{}.wall();
  ScriptedPerformer performer;
  performer.on(
      "find",
      to_line({.run_id = "0badcafe", .by = "ann", .since = now, .lasts = std::chrono::minutes{5}}));
  const auto refused = check_target_lock(performer, plan, now);
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].find("guard lock: lab.default on router: run 0badcafe of ann, since ") == 0);
  CHECK(check_target_lock(performer, plan, now + std::chrono::minutes{5}).empty());
}

TEST_CASE("what costs nothing is asked first, and nobody is asked where it refuses already") {
  Scene scene;
  Plan plan = plan_with_lock();
  plan.definition.inventory.lab.reset();
  const PreflightResult result = scene.of(plan);
  REQUIRE(result.reasons.size() == 1);
  CHECK(result.reasons[0].find("guard environments: ") == 0);
  CHECK(scene.performer.calls().empty());
  CHECK_FALSE(result.lock);
}

}  // namespace
}  // namespace gameday
