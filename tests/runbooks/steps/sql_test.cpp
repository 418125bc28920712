// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

StepSpec promotion() {
  return sample_step("sql", {{"on", std::string{"region-b.db"}},
                             {"run", std::string{"select pg_promote()"}},
                             {"proof", std::string{"select not pg_is_in_recovery()"}}});
}

Seen seen(const Change& change, std::string cell) {
  return read_seen(change.verify, Outcome{true, 0, "", "", {{std::move(cell)}}});
}

}  // namespace

TEST_CASE("sql: a promotion is proven by its query, held, and has no way back") {
  const auto plan = plan_step(k_step_sql, promotion());
  REQUIRE(plan);
  REQUIRE(plan->changes.size() == 1);
  const Change& change = plan->changes[0];
  CHECK(sql_of(change.apply) == Sql{"orders", "db-b", "select pg_promote()"});
  CHECK(sql_of(change.verify.look).statement == "select not pg_is_in_recovery()");
  CHECK(change.apply.deadline == std::chrono::seconds{5});
  CHECK(seen(change, "t") == Seen::in_force);
  CHECK(seen(change, "f") == Seen::gone);
  CHECK(seen(change, "17") == Seen::foreign);
  CHECK_FALSE(change.revert);
  CHECK(change.on_death == Fate::hold);
  CHECK(change.on_abort == Fate::hold);
  CHECK(change.point_of_no_return);
}

TEST_CASE("sql: another statement is no point of no return unless it is marked") {
  StepSpec step = promotion();
  step.params.set("run", std::string{"select pg_switch_wal()"});
  CHECK_FALSE(plan_step(k_step_sql, step)->changes[0].point_of_no_return);
  step.point_of_no_return = true;
  CHECK(plan_step(k_step_sql, step)->changes[0].point_of_no_return);
}

TEST_CASE("sql: a host that is no node of a database is refused") {
  StepSpec step = promotion();
  step.params.set("on", std::string{"router"});
  const auto plan = plan_step(k_step_sql, step);
  REQUIRE_FALSE(plan);
  CHECK(plan.error().kind == ErrorKind::bad_input);
}
