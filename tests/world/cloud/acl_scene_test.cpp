// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/acl_scene.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/fake_aws.hpp"

using namespace gameday;

namespace {

constexpr const char* k_ours =
    "<R><networkAclSet><item><networkAclId>acl-9</networkAclId><vpcId>vpc-1</vpcId><tagSet>"
    "<item><key>gameday-run</key><value>1a2b3c4d</value></item>"
    "<item><key>gameday-fault</key><value>cut-a</value></item>"
    "<item><key>gameday-prior-subnet-1</key><value>acl-1</value></item></tagSet><associationSet>"
    "<item><networkAclAssociationId>a</networkAclAssociationId><subnetId>subnet-1</subnetId></item>"
    "</associationSet></item></networkAclSet></R>";
const Json k_whose{{"run", "1a2b3c4d"}, {"fault", "cut-a"}};

}  // namespace

TEST_CASE("without a journal the tags of ours say what was there, and in which VPC to look") {
  FakeAws aws;
  aws.answer(200, k_ours);
  const auto scene = survey_acls(aws.client(), k_whose);
  REQUIRE(scene);
  CHECK(scene->prior == PriorAcls{{"subnet-1", "acl-1"}});
  CHECK(scene->vpcs == std::set<std::string>{"vpc-1"});
  CHECK(scene->acls.size() == 1);  // the same one, seen twice
  CHECK(FakeAws::field(aws.requests.at(0), "Filter.1.Name") == "tag%3Agameday-run");
  CHECK(FakeAws::field(aws.requests.back(), "Filter.1.Value.1") == "vpc-1");
  CHECK(describe(*scene) == Json{{"state", "in_force"},
                                 {"before", {{"subnet-1", "acl-1"}}},
                                 {"now", {{"subnet-1", "acl-9"}}}});
}

TEST_CASE("what was captured wins over tags") {
  FakeAws aws;
  aws.answer(200, k_ours);
  Json input = k_whose;
  input["prior"] = {{"associations", {{"subnet-1", "acl-2"}}}, {"vpcs", {"vpc-2", "vpc-3"}}};
  const auto scene = survey_acls(aws.client(), input);
  REQUIRE(scene);
  CHECK(scene->prior == PriorAcls{{"subnet-1", "acl-2"}});
  CHECK(FakeAws::field(aws.requests.back(), "Filter.1.Value.2") == "vpc-3");
}

TEST_CASE("nothing of ours is nothing to look for; input and answers that are none are told") {
  FakeAws aws;
  aws.answer(200, "<R/>");
  const auto scene = survey_acls(aws.client(), k_whose);
  REQUIRE(scene);
  CHECK(describe(*scene)["state"] == "gone");
  CHECK(aws.requests.size() == 2);  // none of any VPC
  CHECK_FALSE(survey_acls(aws.client(), Json::object()));
  CHECK_FALSE(read_cut(Json{{"run", "1a2b3c4d"}}));
  Json broken = k_whose;
  broken["prior"] = {{"associations", 1}, {"vpcs", Json::array()}};
  CHECK_FALSE(survey_acls(aws.client(), broken));
  FakeAws refused;
  refused.answer(403, "<R><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></R>");
  CHECK(survey_acls(refused.client(), k_whose).error().kind == ErrorKind::refused);
}
