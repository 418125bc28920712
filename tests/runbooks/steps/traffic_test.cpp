// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

TEST_CASE("traffic: every slot of the manager goes to the surviving region by default") {
  const auto plan =
      plan_step(k_step_traffic, sample_step("traffic", {{"manager", std::string{"front"}}}));
  REQUIRE(plan);
  REQUIRE(plan->changes.size() == 2);
  CHECK(plan->changes[0].id == "step.the-step.orders/active");
  CHECK(plan->changes[0].summary.find("10.77.2.10:5432") != std::string::npos);
  CHECK_FALSE(plan->changes[0].point_of_no_return);
}

TEST_CASE("traffic: another region can be named, and the step be marked") {
  StepSpec step =
      sample_step("traffic", {{"manager", std::string{"front"}}, {"to", std::string{"region-a"}}});
  step.point_of_no_return = true;
  const auto plan = plan_step(k_step_traffic, step);
  REQUIRE(plan);
  CHECK(plan->changes[0].summary.find("10.77.1.10:5432") != std::string::npos);
  CHECK(plan->changes[0].point_of_no_return);
}

TEST_CASE("traffic: a manager, a kind or a region that is none is refused") {
  CHECK_FALSE(
      plan_step(k_step_traffic, sample_step("traffic", {{"manager", std::string{"back"}}})));
  Inventory inventory = sample_inventory();
  inventory.traffic["front"].kind = "magic";
  const StepSpec step = sample_step("traffic", {{"manager", std::string{"front"}}});
  CHECK_FALSE(plan_step(k_step_traffic, step, inventory));
  StepSpec nowhere = step;
  nowhere.params.set("to", std::string{"region-c"});
  CHECK_FALSE(plan_step(k_step_traffic, nowhere));
}

TEST_CASE("traffic: the manager's rules are looked at once, before the first slot is touched") {
  Inventory inventory = sample_inventory();
  inventory.traffic["front"].rules.set("gates", Words{"http://gate.lab/"});
  StepSpec step = sample_step("traffic", {{"manager", std::string{"front"}}});
  const auto plan = plan_step(k_step_traffic, step, inventory);
  REQUIRE(plan);
  REQUIRE(plan->changes[0].plant.size() == 1);
  CHECK(argv_of(plan->changes[0].plant[0]) == Words{"@gameday", "agent", "shift_guard", "--"});
  CHECK(plan->changes[1].plant.empty());

  const auto except = [&](const Json& table) {
    step.params.set("override", std::make_shared<const Json>(table));
    return plan_step(k_step_traffic, step, inventory);
  };
  const auto overridden = except({{"rule", "gates"}, {"by", "ann"}});
  REQUIRE(overridden);
  CHECK(overridden->changes[0].summary.ends_with("the rule gates overridden by ann"));
  CHECK_FALSE(except({{"rule", "gates"}}));
}
