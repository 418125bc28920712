// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

StepSpec fence() { return sample_step("fence", {{"database", std::string{"orders"}}}); }

Seen seen(const Change& change, int status) {
  return read_seen(change.verify, Outcome{status == 0, status, "", "", {}});
}

}  // namespace

TEST_CASE("fence: the broken region's node is stopped as the inventory says, and seen to be") {
  const auto plan = plan_step(k_step_fence, fence());
  REQUIRE(plan);
  REQUIRE(plan->changes.size() == 1);
  const Change& change = plan->changes[0];
  CHECK(change.apply.host == HostRef{"db-a"});
  CHECK(argv_of(change.apply) == Words{"pg_ctl", "stop", "--mode=immediate"});
  CHECK(argv_of(change.verify.look) == Words{"pg_ctl", "status"});
  CHECK(seen(change, 3) == Seen::in_force);
  CHECK(seen(change, 0) == Seen::gone);
  CHECK(seen(change, 4) == Seen::unclear);
  CHECK(change.on_death == Fate::hold);
  CHECK(change.on_abort == Fate::hold);
  CHECK_FALSE(change.revert);
}

TEST_CASE("fence: without a status of its own the check says yes by exit 0") {
  Inventory inventory = sample_inventory();
  inventory.databases["orders"].nodes["db-a"].fenced_status.reset();
  const auto plan = plan_step(k_step_fence, fence(), inventory);
  REQUIRE(plan);
  CHECK(seen(plan->changes[0], 0) == Seen::in_force);
  CHECK(seen(plan->changes[0], 1) == Seen::gone);
}

TEST_CASE("fence: what the inventory cannot fence is refused") {
  StepSpec step = fence();
  step.params.set("region", std::string{"region-b"});  // no command given there
  const auto plan = plan_step(k_step_fence, step);
  REQUIRE_FALSE(plan);
  CHECK(plan.error().next.find("database.orders.node.db-b") != std::string::npos);
  step.params.set("region", std::string{"region-c"});
  CHECK_FALSE(plan_step(k_step_fence, step));
  CHECK_FALSE(plan_step(k_step_fence, sample_step("fence", {{"database", std::string{"users"}}})));
}
