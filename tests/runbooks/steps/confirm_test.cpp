// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

TEST_CASE("confirm: it asks the question, else the step's text, and changes nothing") {
  StepSpec step = sample_step("confirm", {{"question", std::string{"Is region A really gone?"}}});
  step.text = "Look at the board";
  const auto plan = plan_step(k_step_confirm, step);
  REQUIRE(plan);
  CHECK(plan->question == "Is region A really gone?");
  CHECK(plan->changes.empty());
  CHECK(plan->waits.empty());
  step.params = {};
  CHECK(plan_step(k_step_confirm, step)->question == "Look at the board");
}

TEST_CASE("confirm: nothing to ask is refused") {
  CHECK_FALSE(plan_step(k_step_confirm, sample_step("confirm", {})));
}
