// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"

using namespace gameday;

namespace {

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

/// A subnet and a queue, cut and stalled by a run that knows nothing of it any more.
void leave_behind(Moto& moto) {
  const std::string vpc =
      moto.query({"ec2", "CreateVpc", {{"CidrBlock", "10.0.0.0/16"}}}).text_of("vpc/vpcId");
  moto.query({"ec2", "CreateSubnet", {{"VpcId", vpc}, {"CidrBlock", "10.0.1.0/24"}}});
  moto.json({.service = "sqs",
             .target = "AmazonSQS.CreateQueue",
             .body = Json{{"QueueName", "orders"}}.dump()});
  Json cut{
      {"filters", {{"vpc-id", vpc}}}, {"deadline", "2999-01-01T00:00:00Z"}, {"fence_first", true}};
  cut["prior"] = must(moto.agent("aws_acl", "capture", cut));
  must(moto.agent("aws_acl", "apply", cut));
  must(moto.agent("aws_sqs", "apply",
                  Json{{"queue", "orders"},
                       {"action", "sqs:SendMessage"},
                       {"deadline", "2999-01-01T00:00:00Z"}}));
  must(moto.agent("aws_fis", "apply",
                  Json{{"template",
                        {{"description", "x"},
                         {"roleArn", "arn:aws:iam::123456789012:role/fis"},
                         {"stopConditions", Json::array({{{"source", "none"}}})},
                         {"actions", {{"wait", {{"actionId", "aws:fis:wait"}}}}}}}}));
}

}  // namespace

TEST_CASE("what a run left is found, and taken back by what is said of it") {
  Moto& moto = Moto::fresh();
  CHECK(must(moto.agent("aws_find", "find", Json::object()))["found"].empty());
  leave_behind(moto);
  const Json seen = must(moto.agent("aws_find", "find", Json::object()));
  CHECK(seen["unseen"].empty());
  REQUIRE(seen["found"].size() == 3);
  for (const Json& each : seen["found"]) {
    CAPTURE(each.dump());
    CHECK(each["run"] == "1a2b3c4d");
    const std::string agent = each["agent"].get<std::string>();
    CHECK(each.value("fence_first", false) == (agent == "aws_acl"));
    CHECK(must(moto.agent(agent, "look", each["input"]))["state"] != "gone");
    CHECK(must(moto.agent(agent, "revert", each["input"]))["state"] == "gone");
  }
  CHECK(must(moto.agent("aws_find", "find", Json::object()))["found"].empty());
}
