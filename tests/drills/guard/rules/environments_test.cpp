// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

TEST_CASE("without a word from anybody labs are allowed, and nothing else") {
  CHECK(refused_by(samples::plan(), Guards{}).empty());
  CHECK(refused_by(samples::plan_outside(), Guards{}) == "environments");
  Plan mixed = samples::plan();
  mixed.definition.inventory.hosts.at("router").transport = "ssh";
  CHECK(refused_by(mixed, Guards{}) == "environments");
}

TEST_CASE("what is written is allowed, and nothing else") {
  CHECK(refused_by(samples::plan_outside(), samples::allows_outside()).empty());
  CHECK(refused_by(samples::plan(), samples::allows_outside()).find("environments") == 0);
  CHECK(refused_by(samples::plan(), std::string{"environments = [\"lab\", \"staging\"]"}).empty());
}

TEST_CASE("the user's file can narrow what the machine's says, not widen it") {
  const Plan outside = samples::plan_outside();
  CHECK(refused_by(outside, samples::guards("", samples::allows_outside())) == "environments");
  CHECK(refused_by(outside, samples::guards(samples::allows_outside(), "approvals = 0")).empty());
  CHECK(refused_by(outside, samples::guards(samples::allows_outside(),
                                            "environments = [\"lab\"]")) == "environments");
}

TEST_CASE("the refusal tells where the rule stands") {
  const auto refused =
      refusals(samples::plan(), samples::guards("\nenvironments = [\"prod\"]"), samples::tuesday());
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].text().find("guard environments: ") == 0);
  CHECK(refused[0].text().find("(etc.toml:2)") != std::string::npos);
}

}  // namespace
}  // namespace gameday
