// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.hpp"
#include "world/cloud/aws_client.hpp"

namespace gameday {

/// Where a database of RDS writes: the member of a cluster, or the zone of an instance that has a
/// standby in another.
struct RdsWriter {
  std::string writer;  ///< name of the instance, or of the zone
  std::string status;  ///< "available", "failing-over" ...
  bool can_fail_over = false;
};

/// Of DescribeDBClusters and DescribeDBInstances (Amazon RDS API Reference). Errors: absent, where
/// the answer has none.
[[nodiscard]] Result<RdsWriter> read_cluster(const XmlElement& answer);
[[nodiscard]] Result<RdsWriter> read_instance(const XmlElement& answer);

/// Another one writes than before, and it is there for its clients.
[[nodiscard]] bool has_failed_over(const RdsWriter& now, const std::string& before);

}  // namespace gameday
