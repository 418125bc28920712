// SPDX-License-Identifier: Apache-2.0
#include "drills/run/preflight.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/scripted_performer.hpp"
#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

Plan plan_in_a_lab() {
  Plan plan = small_plan();
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

TEST_CASE("a lab with nothing else going on is go") {
  CHECK(check_guards(plan_in_a_lab(), {}).empty());
}

TEST_CASE("the guards refuse, and say why") {
  Plan plan = plan_in_a_lab();
  Surroundings around;
  SUBCASE("the inventory names no lab") { plan.definition.inventory.lab.reset(); }
  SUBCASE("a target is outside the lab") {
    plan.definition.inventory.hosts["router"].transport = "local";
  }
  SUBCASE("a dead run may have left something") { around.dead_runs.push_back({.run_id = "dead"}); }
  SUBCASE("another run is under way") { around.live_runs.push_back({.run_id = "live"}); }
  SUBCASE("halted") { around.halted = true; }
  CHECK(check_guards(plan, around).size() == 1);
}

TEST_CASE("what the reverts need is reached for") {
  Plan plan = plan_in_a_lab();
  plan.definition.inventory.traffic["front"] = {
      .name = "front", .host = "balancer", .socket = "/x/api.sock"};
  ScriptedPerformer performer;
  SUBCASE("all of it answers") {
    performer.on("true");
    performer.on("show info");
    CHECK(check_control_path(performer, plan).empty());
  }
  SUBCASE("the router does not") {
    performer.on("show info");
    CHECK(check_control_path(performer, plan).size() == 1);
  }
  SUBCASE("the balancer answers with an error") {
    performer.on("true");
    performer.on("show info", {Outcome{false, 1, "", "permission denied", {}}});
    CHECK(check_control_path(performer, plan).size() == 1);
  }
}

}  // namespace
}  // namespace gameday
