// SPDX-License-Identifier: Apache-2.0
#include "drills/plan/clouds.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

PlannedFault on_aws(const std::string& region) {
  PlannedFault fault;
  fault.spec.params.set("aws_region", region);
  return fault;
}

TEST_CASE("each place of a cloud is named once, and what is on no cloud is not") {
  Plan plan;
  plan.faults = {on_aws("eu-west-1"), on_aws("eu-west-1"), on_aws("eu-north-1"), PlannedFault{}};
  const std::set<AwsSpot> spots = clouds_of(plan);
  REQUIRE(spots.size() == 2);
  CHECK(spots.begin()->region == "eu-north-1");
}

TEST_CASE("credentials are needed until all is put back") {
  Plan plan;
  plan.blast_radius.longest = std::chrono::minutes{5};
  plan.definition.drill.settle = std::chrono::seconds{5};
  CHECK(credentials_needed(plan) == std::chrono::seconds{605});
}

}  // namespace
}  // namespace gameday
