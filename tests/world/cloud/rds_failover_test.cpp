// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/rds_failover.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

std::string member(const std::string& name, const std::string& writes) {
  return "<DBClusterMember><DBInstanceIdentifier>" + name + "</DBInstanceIdentifier>" +
         "<IsClusterWriter>" + writes + "</IsClusterWriter></DBClusterMember>";
}

// Amazon RDS API Reference, DescribeDBClusters: the sample response, shortened.
XmlElement cluster(const std::string& members) {
  return parse_xml(
             "<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster>"
             "<Status>available</Status><DBClusterMembers>" +
             members +
             "</DBClusterMembers></DBCluster></DBClusters></DescribeDBClustersResult>"
             "</DescribeDBClustersResponse>")
      .value();
}

}  // namespace

TEST_CASE("the member that writes is read") {
  const auto two = read_cluster(cluster(member("db-1", "false") + member("db-2", "true")));
  REQUIRE(two);
  CHECK(two->writer == "db-2");
  CHECK(two->status == "available");
  CHECK(two->can_fail_over);
  CHECK_FALSE(read_cluster(cluster(member("db-1", "true")))->can_fail_over);
  CHECK(read_cluster(parse_xml("<a/>").value()).error().kind == ErrorKind::absent);
}

TEST_CASE("of an instance the zone is read, and whether another stands by") {
  // Amazon RDS API Reference, DescribeDBInstances: the sample response, shortened.
  const auto one = read_instance(
      parse_xml("<R><DescribeDBInstancesResult><DBInstances><DBInstance>"
                "<DBInstanceStatus>rebooting</DBInstanceStatus><MultiAZ>true</MultiAZ>"
                "<AvailabilityZone>eu-west-1a</AvailabilityZone></DBInstance></DBInstances>"
                "</DescribeDBInstancesResult></R>")
          .value());
  REQUIRE(one);
  CHECK(one->writer == "eu-west-1a");
  CHECK(one->status == "rebooting");
  CHECK(one->can_fail_over);
  CHECK_FALSE(read_instance(parse_xml("<a/>").value()));
}

TEST_CASE("it has failed over once another one writes and is there for clients") {
  CHECK(has_failed_over({"db-2", "available", true}, "db-1"));
  CHECK_FALSE(has_failed_over({"db-1", "available", true}, "db-1"));
  CHECK_FALSE(has_failed_over({"db-2", "failing-over", true}, "db-1"));
  CHECK_FALSE(has_failed_over({"", "available", true}, "db-1"));
}
