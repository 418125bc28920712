// SPDX-License-Identifier: Apache-2.0
#include "runbooks/planning.hpp"

#include <doctest/doctest.h>

#include "tests/runbooks/support/sample.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a host is found by name or role; none is this machine; an unknown one is refused") {
  const Inventory inventory = sample_inventory();
  const StepScope scope{"0123abcd", inventory, "region-a", "region-b"};
  const StepSpec step = sample_step("command", {});
  CHECK(find_host(step, scope, "region-b.db") == HostRef{"db-b"});
  CHECK(find_host(step, scope, "router") == HostRef{"router"});
  CHECK(find_host(step, scope, "") == HostRef{});
  const auto unknown = find_host(step, scope, "region-c.db");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == ErrorKind::bad_input);
  CHECK(unknown.error().what == "plan the step the-step");
}

TEST_CASE("a statement needs a database's node") {
  const Inventory inventory = sample_inventory();
  const StepScope scope{"0123abcd", inventory, "region-a", "region-b"};
  StepSpec step = sample_step("sql", {});
  step.within = 1500us;
  const auto query = query_on(step, scope, "region-b.db", "select 1");
  REQUIRE(query);
  CHECK(query->deadline == 2ms);
  CHECK(sql_of(*query) == Sql{"orders", "db-b", "select 1"});
  CHECK_FALSE(query_on(step, scope, "router", "select 1"));
}

TEST_CASE("what a step changes is held, and knows whether there is a way back") {
  StepSpec step = sample_step("command", {});
  CHECK_FALSE(held_change(step, "x").point_of_no_return);
  step.point_of_no_return = true;
  const Change change = held_change(step, "does x");
  CHECK(change.id == "step.the-step");
  CHECK(change.summary == "does x");
  CHECK(change.on_death == Fate::hold);
  CHECK(change.on_abort == Fate::hold);
  CHECK(change.point_of_no_return);
}
