// SPDX-License-Identifier: Apache-2.0
#include "drills/run/cloud_identity.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/scripted_performer.hpp"

namespace gameday {
namespace {

constexpr const char* k_ann = R"({"arn":"arn:aws:iam::1:user/ann","account":"1",
  "source":"the environment","renewable":false,"expires":null})";

Plan plan_on_aws() {
  Plan plan;
  plan.blast_radius.longest = std::chrono::minutes{5};
  PlannedFault fault;
  fault.spec.params.set("aws_region", std::string{"eu-west-1"});
  plan.faults.push_back(fault);
  return plan;
}

TEST_CASE("a plan that is on no cloud asks nobody") {
  ScriptedPerformer performer;
  const CloudIdentity all = check_clouds(performer, Plan{});
  CHECK(all.acts.empty());
  CHECK(all.refused.empty());
  CHECK(performer.calls().empty());
}

TEST_CASE("as whom it acts is told") {
  ScriptedPerformer performer;
  performer.on("aws_identity", k_ann);
  const CloudIdentity all = check_clouds(performer, plan_on_aws());
  REQUIRE(all.acts.size() == 1);
  CHECK(all.acts[0].find("arn:aws:iam::1:user/ann") != std::string::npos);
  CHECK(all.refused.empty());
}

TEST_CASE("credentials that are none, or end too early, are refused by the rule's name") {
  ScriptedPerformer performer;
  SUBCASE("they end too early") {
    performer.on("aws_identity", {Outcome{false, 3, "", "they end at ten", {}}});
  }
  SUBCASE("the answer is none") { performer.on("aws_identity", "{}"); }
  SUBCASE("nobody can be asked") {}
  const CloudIdentity all = check_clouds(performer, plan_on_aws());
  CHECK(all.acts.empty());
  REQUIRE(all.refused.size() == 1);
  CHECK(all.refused[0].find("guard credentials: eu-west-1 of AWS needs them for ") == 0);
}

}  // namespace
}  // namespace gameday
