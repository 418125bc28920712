// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "drills/plan/plan_json.hpp"
#include "tests/drills/definition/failback_sample.hpp"
#include "tests/drills/plan/planned.hpp"

using namespace gameday;

TEST_CASE("the way back is planned with its gates, and its clock starts where clients feel it") {
  const Plan plan = samples::plan(samples::failback_files());
  REQUIRE(plan.failback_steps.size() == 2);
  CHECK(plan.first_felt_step() == 1);
  REQUIRE(plan.gates.size() == 2);
  CHECK(plan.gates[0].plan.looks[0].look.host.name == "db-a");
  CHECK(plan.gates[1].plan.stranded == StrandedWord::keep);
  const auto all = all_changes(plan);
  CHECK(std::ranges::any_of(all, [](const Change* each) { return each->id == "step.stop-b"; }));
  for (const PlannedStep& step : plan.failback_steps) {
    for (const Change& change : step.plan.changes) CHECK(change.on_death == Fate::hold);
  }
}

TEST_CASE("the plan tells of it: gates, steps, its clock, and what a death in it leaves") {
  const std::string text = describe(samples::plan(samples::failback_files()));
  for (const char* part : {"Failback: Back to region A", "gate reachable (reachable), first",
                           "step stop-b (command", "the clock of the failback starts",
                           "in the failback, from the step stop-b on", "\n  failback   "}) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, part);
  }
  CHECK(describe(samples::plan()).find("failback") == std::string::npos);
}

TEST_CASE("a plan without a way back is the same document as ever") {
  const Json json = to_json(samples::plan());
  CHECK_FALSE(json.contains("failback"));
  CHECK_FALSE(json.at("digests").contains("failback"));
  CHECK(json.dump().find("touches_clients") == std::string::npos);
  const Json back = to_json(samples::plan(samples::failback_files()));
  CHECK(back.at("failback").at("steps").size() == 2);
  CHECK(back.at("failback").at("steps")[1].at("touches_clients") == true);
  CHECK(back.at("digests").at("failback") == sha256_hex(samples::k_failback));
  CHECK(back.at("digests").at("plan") != json.at("digests").at("plan"));
}
