// SPDX-License-Identifier: Apache-2.0
#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

TEST_CASE("a failover has no way back and is held") {
  AwsPlanning given;
  given.params.set("cluster", std::string{"orders"});
  given.params.set("to", std::string{"orders-2"});
  const auto plan = given.plan(k_injector_aws_rds_failover);
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  CHECK(change.id == "fault.cut.orders");
  CHECK_FALSE(change.revert.has_value());
  CHECK(change.on_death == Fate::hold);
  CHECK(change.on_abort == Fate::hold);
  CHECK(input_of(change.apply)["to"] == "orders-2");
  const auto seen = [&](const std::string& text) {
    return read_seen(change.verify, Outcome{true, 0, text, {}});
  };
  CHECK(seen(R"({"state":"failed_over"})") == Seen::in_force);
  CHECK(seen(R"({"state":"as_before"})") == Seen::gone);
  CHECK(seen(R"({"state":"moving"})") == Seen::inert);
}

TEST_CASE("one database is named, and a member to write only for a cluster") {
  AwsPlanning given;
  CHECK_FALSE(given.plan(k_injector_aws_rds_failover));
  given.params.set("instance", std::string{"orders"});
  CHECK(given.plan(k_injector_aws_rds_failover));
  given.params.set("to", std::string{"orders-2"});
  CHECK_FALSE(given.plan(k_injector_aws_rds_failover));
  AwsPlanning both;
  both.params.set("cluster", std::string{"a"});
  both.params.set("instance", std::string{"b"});
  CHECK_FALSE(both.plan(k_injector_aws_rds_failover));
  AwsPlanning nowhere;
  nowhere.params.set("cluster", std::string{"a"});
  nowhere.params.set("region", std::string{"nowhere"});
  CHECK_FALSE(nowhere.plan(k_injector_aws_rds_failover));
}
