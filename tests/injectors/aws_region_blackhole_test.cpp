// SPDX-License-Identifier: Apache-2.0
#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

namespace {

AwsPlanning planning() {
  AwsPlanning made;
  made.params.set("tags", std::make_shared<const Json>(Json{{"service", "shop"}}));
  made.params.set("vpc", std::string{"vpc-1"});
  return made;
}

}  // namespace

TEST_CASE("subnets are chosen by tag and VPC; nobody lifts an ACL but us") {
  const auto plan = planning().plan(k_injector_aws_region_blackhole);
  REQUIRE(plan);
  CHECK(plan->asynchronous);
  REQUIRE(plan->changes.size() == 1);
  const Change& change = plan->changes.at(0);
  CHECK(argv_of(change.apply).at(2) == Arg{"aws_acl"});
  CHECK(input_of(*change.capture)["filters"] == Json{{"tag:service", "shop"}, {"vpc-id", "vpc-1"}});
  CHECK(change.dead_man == DeadMan::nobody);
  CHECK(change.on_death == Fate::revert);
  CHECK(change.summary.find("eu-west-1") != std::string::npos);
  CHECK(plan->proofs.size() == 1);
}

TEST_CASE("FIS runs an experiment of whole minutes that AWS itself ends") {
  AwsPlanning given = planning();
  given.params.set("mechanism", std::string{"fis"});
  CHECK_FALSE(given.plan(k_injector_aws_region_blackhole));  // as which role?
  given.params.set("role_arn", std::string{"arn:aws:iam::123456789012:role/fis"});
  given.params.set("availability_zone", std::string{"eu-west-1a"});
  given.params.set("region", std::string{"ireland"});
  const auto plan = given.plan(k_injector_aws_region_blackhole);
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  CHECK(change.dead_man == DeadMan::cloud);
  CHECK(change.expires_after == std::chrono::minutes{2});  // 90 s, rounded up
  const Json made = input_of(change.apply)["template"];
  CHECK(made["actions"]["cut"]["actionId"] == "aws:network:disrupt-connectivity");
  CHECK(made["actions"]["cut"]["parameters"] == Json{{"duration", "PT2M"}, {"scope", "all"}});
  CHECK(made["targets"]["subnets"]["resourceTags"] == Json{{"service", "shop"}});
  CHECK(made["targets"]["subnets"]["parameters"] ==
        Json{{"availabilityZoneIdentifier", "eu-west-1a"}, {"vpc", "vpc-1"}});
  CHECK(made["experimentOptions"]["emptyTargetResolutionMode"] == "fail");
  REQUIRE(plan->proofs.size() == 2);  // the canary, and FIS itself
  CHECK(matches(plan->proofs.at(1).refutes, Outcome{true, 0, R"("bite":"mismatch")", {}}));
}

TEST_CASE("subnets without tags, tags that are no texts, and unknown regions are refused") {
  AwsPlanning given = planning();
  given.params.set("tags", std::make_shared<const Json>(Json::object()));
  CHECK_FALSE(given.plan(k_injector_aws_region_blackhole));
  given.params.set("tags", std::make_shared<const Json>(Json{{"a", 1}}));
  CHECK_FALSE(given.plan(k_injector_aws_region_blackhole));
  AwsPlanning nowhere = planning();
  nowhere.params.set("region", std::string{"nowhere"});
  CHECK_FALSE(nowhere.plan(k_injector_aws_region_blackhole));
}
