// SPDX-License-Identifier: Apache-2.0
// An Aurora cluster against moto. Moto reboots instances without effect: for them only what is
// refused is tested here, and the answers of the API in tests/world/cloud/rds_failover_test.cpp.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"
#include "tests/world/cloud/scripted_http.hpp"

using namespace gameday;

namespace {

void make_instance(Moto& moto, const std::string& name, AwsFields more) {
  AwsQuery query{"rds",
                 "CreateDBInstance",
                 {{"DBInstanceIdentifier", name}, {"DBInstanceClass", "db.r5.large"}}};
  query.fields.insert(query.fields.end(), more.begin(), more.end());
  moto.query(query);
}

void make_cluster(Moto& moto) {
  moto.query({"rds",
              "CreateDBCluster",
              {{"DBClusterIdentifier", "orders"},
               {"Engine", "aurora-postgresql"},
               {"MasterUsername", "root"},
               {"MasterUserPassword", "not-secret"}}});
  const AwsFields member{{"DBClusterIdentifier", "orders"}, {"Engine", "aurora-postgresql"}};
  make_instance(moto, "orders-1", member);
  make_instance(moto, "orders-2", member);
}

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

}  // namespace

TEST_CASE("a cluster fails over to another member, once") {
  Moto& moto = Moto::fresh();
  make_cluster(moto);
  Json input{{"cluster", "orders"}};
  input["prior"] = must(moto.agent("aws_rds", "capture", input));
  CHECK(input["prior"] == Json{{"writer", "orders-1"}});
  CHECK(must(moto.agent("aws_rds", "look", input))["state"] == "as_before");
  const Json done = must(moto.agent("aws_rds", "apply", input));
  CHECK(done["state"] == "failed_over");
  CHECK(done["writer"] == "orders-2");
  // Asked for again, as after an answer that was lost: no second failover, which would go back.
  CHECK(must(moto.agent("aws_rds", "apply", input))["writer"] == "orders-2");
}

TEST_CASE("a cluster fails over to the member that is named") {
  Moto& moto = Moto::fresh();
  make_cluster(moto);
  make_instance(moto, "orders-3",
                {{"DBClusterIdentifier", "orders"}, {"Engine", "aurora-postgresql"}});
  Json input{{"cluster", "orders"}, {"to", "orders-3"}};
  input["prior"] = must(moto.agent("aws_rds", "capture", input));
  CHECK(must(moto.agent("aws_rds", "apply", input))["writer"] == "orders-3");
  const auto again =
      moto.agent("aws_rds", "capture", Json{{"cluster", "orders"}, {"to", "orders-3"}});
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == ErrorKind::refused);
}

TEST_CASE("a database without a standby is refused, an unknown one told") {
  Moto& moto = Moto::fresh();
  make_instance(moto, "alone",
                {{"Engine", "postgres"},
                 {"AllocatedStorage", "20"},
                 {"MasterUsername", "root"},
                 {"MasterUserPassword", "not-secret"}});
  const auto alone = moto.agent("aws_rds", "capture", Json{{"instance", "alone"}});
  REQUIRE_FALSE(alone);
  CHECK(alone.error().kind == ErrorKind::refused);
  const auto none = moto.agent("aws_rds", "capture", Json{{"cluster", "none"}});
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::absent);
  CHECK_FALSE(moto.agent("aws_rds", "capture", Json::object()));
  CHECK_FALSE(moto.agent("aws_rds", "capture", Json{{"cluster", "a"}, {"instance", "b"}}));
}

TEST_CASE("an instance reboots into its standby, and is waited for") {
  // Amazon RDS API Reference, DescribeDBInstances and RebootDBInstance: the sample responses.
  int looks = 0;
  bool asked = false;
  const ScriptedHttp rds{[&](const SignedRequest& request) -> ScriptedHttp::Answer {
    if (request.body.starts_with("Action=RebootDBInstance")) {
      asked = request.body.find("ForceFailover=true") != std::string::npos;
      return {200, "<RebootDBInstanceResponse/>"};
    }
    const bool moved = asked && ++looks > 2;
    const std::string status = asked && looks == 1 ? "rebooting" : "available";
    return {200, "<R><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceStatus>" +
                     status + "</DBInstanceStatus><MultiAZ>true</MultiAZ><AvailabilityZone>" +
                     (moved ? "eu-west-1b" : "eu-west-1a") +
                     "</AvailabilityZone></DBInstance></DBInstances></DescribeDBInstancesResult>"
                     "</R>"};
  }};
  Json input{{"instance", "orders"}};
  input["prior"] = must(run_aws_agent(rds.url(), "aws_rds", "capture", input));
  CHECK(input["prior"]["writer"] == "eu-west-1a");
  const Json done = must(run_aws_agent(rds.url(), "aws_rds", "apply", input));
  CHECK(done["state"] == "failed_over");
  CHECK(done["writer"] == "eu-west-1b");
  CHECK(asked);
}

TEST_CASE("a failover whose answer is lost is not asked for twice, but watched") {
  int asked = 0;
  const ScriptedHttp rds{[&](const SignedRequest& request) -> ScriptedHttp::Answer {
    if (request.body.starts_with("Action=FailoverDBCluster")) {
      ++asked;
      return {0, ""};
    }
    const std::string writer = asked > 0 ? "b" : "a";
    return {200,
            "<R><DescribeDBClustersResult><DBClusters><DBCluster><Status>available</Status>"
            "<DBClusterMembers><DBClusterMember><DBInstanceIdentifier>" +
                writer +
                "</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter>"
                "</DBClusterMember></DBClusterMembers></DBCluster></DBClusters>"
                "</DescribeDBClustersResult></R>"};
  }};
  const Json input{{"cluster", "orders"}, {"prior", {{"writer", "a"}}}};
  CHECK(must(run_aws_agent(rds.url(), "aws_rds", "apply", input))["state"] == "failed_over");
  CHECK(asked == 1);
}
