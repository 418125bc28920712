// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/rds_failover.hpp"

namespace gameday {
namespace {

tl::unexpected<Error> none(const std::string& what) {
  return fail(ErrorKind::absent, "read the state of the database", "", "the answer has no " + what);
}

}  // namespace

Result<RdsWriter> read_cluster(const XmlElement& answer) {
  const XmlElement* cluster = answer.find("DescribeDBClustersResult/DBClusters/DBCluster");
  if (cluster == nullptr) return none("cluster");
  const auto members = cluster->all("DBClusterMembers/DBClusterMember");
  RdsWriter writer{.status = cluster->text_of("Status"), .can_fail_over = members.size() > 1};
  for (const XmlElement* member : members) {
    if (member->text_of("IsClusterWriter") == "true") {
      writer.writer = member->text_of("DBInstanceIdentifier");
    }
  }
  return writer;
}

Result<RdsWriter> read_instance(const XmlElement& answer) {
  const XmlElement* instance = answer.find("DescribeDBInstancesResult/DBInstances/DBInstance");
  if (instance == nullptr) return none("instance");
  return RdsWriter{.writer = instance->text_of("AvailabilityZone"),
                   .status = instance->text_of("DBInstanceStatus"),
                   .can_fail_over = instance->text_of("MultiAZ") == "true"};
}

bool has_failed_over(const RdsWriter& now, const std::string& before) {
  return now.status == "available" && !now.writer.empty() && now.writer != before;
}

}  // namespace gameday
