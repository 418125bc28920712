// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

/// A cloud is changed by this machine itself.
Plan plan_in_a_cloud(Plan plan) {
  Change& change = plan.faults.front().plan.changes.front();
  change.apply.host = {};
  change.revert->host = {};
  return plan;
}

TEST_CASE("what this machine changes by itself is not in a lab, whatever the inventory says") {
  const Plan cloud = plan_in_a_cloud(samples::plan());
  CHECK(refused_by(cloud, Guards{}) == "environments this_machine");
  CHECK(refused_by(cloud, std::string{"environments = [\"lab\"]\nlargest_write_rate = 1000"}) ==
        "this_machine");
}

TEST_CASE("it may where that is written, and where no other file forbids it") {
  const Plan cloud = plan_in_a_cloud(samples::plan_outside());
  const std::string allows = samples::allows_outside() + "this_machine = true\n";
  CHECK(refused_by(cloud, allows).empty());
  CHECK(refused_by(cloud, samples::guards(allows, "this_machine = false")) == "this_machine");
  CHECK(refused_by(cloud, samples::guards(allows, "approvals = 0")).empty());
  CHECK(refused_by(samples::plan_outside(), samples::allows_outside()).empty());
}

}  // namespace
}  // namespace gameday
