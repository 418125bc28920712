// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

std::shared_ptr<const Json> choices(const char* text) {
  return std::make_shared<const Json>(Json::parse(text));
}

}  // namespace

TEST_CASE("decide: asks for one of its choices, and changes nothing") {
  StepSpec step =
      sample_step("decide", {{"question", std::string{"Fail over?"}},
                             {"choices", choices(R"({"fail-over": "next", "wait": "stop"})")}});
  const auto plan = plan_step(k_step_decide, step);
  REQUIRE(plan);
  CHECK(plan->choices == std::vector<std::string>{"fail-over", "wait"});
  CHECK(plan->question->find("fail-over, wait") != std::string::npos);
  CHECK(plan->changes.empty());
}

TEST_CASE("decide: one choice is none, and it must ask something") {
  CHECK_FALSE(plan_step(k_step_decide,
                        sample_step("decide", {{"question", std::string{"Fail over?"}},
                                               {"choices", choices(R"({"wait": "stop"})")}})));
  CHECK_FALSE(
      plan_step(k_step_decide,
                sample_step("decide", {{"choices", choices(R"({"a": "stop", "b": "next"})")}})));
}
