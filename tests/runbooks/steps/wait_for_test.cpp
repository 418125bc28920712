// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("wait_for: a query is asked until its first cell is what it should be") {
  const auto plan = plan_step(
      k_step_wait_for, sample_step("wait_for", {{"on", std::string{"region-b.db"}},
                                                {"query", std::string{"select count(*) from x"}},
                                                {"until", std::string{"3"}},
                                                {"every", Duration{200ms}}}));
  REQUIRE(plan);
  CHECK(plan->changes.empty());
  REQUIRE(plan->waits.size() == 1);
  const Wait& wait = plan->waits[0];
  CHECK(sql_of(wait.look) == Sql{"orders", "db-b", "select count(*) from x"});
  CHECK(wait.until.first_cell == "3");
  CHECK(wait.every == 200ms);
}

TEST_CASE("wait_for: a program is run until it exits 0") {
  const auto plan =
      plan_step(k_step_wait_for, sample_step("wait_for", {{"host", std::string{"router"}},
                                                          {"run", Words{"test", "-e", "/ready"}}}));
  REQUIRE(plan);
  REQUIRE(plan->waits.size() == 1);
  CHECK(argv_of(plan->waits[0].look) == Words{"test", "-e", "/ready"});
  CHECK(plan->waits[0].until.status == 0);
  CHECK(plan->waits[0].every == 50ms);
}

TEST_CASE("wait_for: both, neither, a foreign host or no pause are refused") {
  CHECK_FALSE(plan_step(k_step_wait_for, sample_step("wait_for", {})));
  CHECK_FALSE(plan_step(
      k_step_wait_for,
      sample_step("wait_for", {{"query", std::string{"select 1"}}, {"run", Words{"true"}}})));
  CHECK_FALSE(plan_step(k_step_wait_for, sample_step("wait_for", {{"on", std::string{"router"}},
                                                                  {"query", std::string{"x"}}})));
  CHECK_FALSE(plan_step(k_step_wait_for,
                        sample_step("wait_for", {{"run", Words{"true"}}, {"every", Duration{}}})));
}
