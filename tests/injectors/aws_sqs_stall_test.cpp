// SPDX-License-Identifier: Apache-2.0
#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

TEST_CASE("a queue denies receiving until a deadline that SQS itself watches") {
  AwsPlanning given;
  given.params.set("sqs_queue", std::string{"orders"});
  const auto plan = given.plan(k_injector_aws_sqs_stall);
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  const Json input = input_of(change.apply);
  CHECK(input["queue"] == "orders");
  CHECK(input["action"] == "sqs:ReceiveMessage");
  CHECK(input["deadline"].get<std::string>().ends_with("Z"));
  CHECK(change.dead_man == DeadMan::cloud);
  CHECK(change.expires_after == std::chrono::seconds{90});
  CHECK(read_seen(change.verify, Outcome{true, 0, R"({"state":"lapsed"})", {}}) == Seen::inert);
}

TEST_CASE("or sending; a region is one of the inventory") {
  AwsPlanning given;
  given.params.set("sqs_queue", std::string{"orders"});
  given.params.set("deny", std::string{"send"});
  given.params.set("region", std::string{"ireland"});
  const auto plan = given.plan(k_injector_aws_sqs_stall);
  REQUIRE(plan);
  CHECK(input_of(plan->changes.at(0).apply)["action"] == "sqs:SendMessage");
  given.params.set("region", std::string{"nowhere"});
  CHECK_FALSE(given.plan(k_injector_aws_sqs_stall));
}
