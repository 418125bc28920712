// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

/// One of region A's two hosts is changed by a fault that is not aimed at the region.
Plan plan_of_one_host() {
  Plan plan = samples::plan();
  Host app = plan.definition.inventory.hosts.at("db-a");
  app.name = "app-a";
  app.address = "10.77.1.20";
  plan.definition.inventory.hosts["app-a"] = app;
  PlannedFault& fault = plan.faults.front();
  fault.spec.params = {};
  fault.spec.params.set("host", std::string{"app-a"});
  for (Change& change : fault.plan.changes) {
    change.apply.host = {"app-a"};
    change.revert->host = {"app-a"};
    change.plant.clear();
  }
  return plan;
}

TEST_CASE("a region as a whole is more than any smaller share of it") {
  CHECK(refused_by(samples::plan(), std::string{"largest_share = 0.5"}) == "largest_share");
  CHECK(refused_by(samples::plan(), std::string{"largest_share = 1"}).empty());
}

TEST_CASE("hosts that faults change are counted one by one") {
  CHECK(refused_by(plan_of_one_host(), std::string{"largest_share = 0.5"}).empty());
  CHECK(refused_by(plan_of_one_host(), std::string{"largest_share = 0.49"}) == "largest_share");
}

}  // namespace
}  // namespace gameday
