// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "world/cloud/aws_client.hpp"
#include "world/cloud/network_acl.hpp"

namespace gameday {

/// What is known of a cut: whose it is, what was there before, and what is there now.
struct AclScene {
  AclCut cut;
  PriorAcls prior;
  std::set<std::string> vpcs;    ///< of the subnets
  std::vector<NetworkAcl> acls;  ///< those of the run, and all of these VPCs
};

/// {"run", "fault", "deadline", "fence_first"}. Errors: bad_input.
[[nodiscard]] Result<AclCut> read_cut(const Json& input);

/// Those of the run, and all of these VPCs: a subnet is always filtered by one of its VPC's.
/// Errors: of the client.
[[nodiscard]] Result<std::vector<NetworkAcl>> acls_around(const AwsClient& client,
                                                          const AclCut& cut,
                                                          const std::set<std::string>& vpcs);

/// What was there before is taken from "prior" of the input ({"associations", "vpcs"}), else from
/// the tags of our ACLs. Errors: bad_input, and of the client.
[[nodiscard]] Result<AclScene> survey_acls(const AwsClient& client, const Json& input);

/// {"state": "in_force", "before": {"subnet-1": "acl-1"}, "now": {"subnet-1": "acl-9"}}
[[nodiscard]] Json describe(const AclScene& scene);

}  // namespace gameday
