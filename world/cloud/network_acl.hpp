// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "world/cloud/aws_client.hpp"

namespace gameday {

/// The tags of everything that gameday makes in a cloud.
inline constexpr std::string_view k_tag_run = "gameday-run";
inline constexpr std::string_view k_tag_fault = "gameday-fault";
inline constexpr std::string_view k_tag_deadline = "gameday-deadline";
/// "first": the old primary is to be fenced before it is lifted.
inline constexpr std::string_view k_tag_fence = "gameday-fence";
inline constexpr std::string_view k_fence_first = "first";

/// Which subnet an ACL filters.
struct AclAssociation {
  std::string id;
  std::string subnet;
};

/// A network ACL of a VPC.
struct NetworkAcl {
  std::string id;
  std::string vpc;
  bool allows_something = false;  ///< a rule of it lets packets pass
  std::map<std::string, std::string, std::less<>> tags = {};
  std::vector<AclAssociation> associations = {};
};

/// A subnet and the VPC that it is part of.
struct AwsSubnet {
  std::string id;
  std::string vpc;
  bool operator==(const AwsSubnet&) const = default;
};

/// Of DescribeSubnets, and of DescribeNetworkAcls (Amazon EC2 API Reference).
[[nodiscard]] std::vector<AwsSubnet> read_subnets(const XmlElement& page);
[[nodiscard]] std::vector<NetworkAcl> read_network_acls(const XmlElement& page);

/// Which ACL each subnet had before, by subnet.
using PriorAcls = std::map<std::string, std::string>;

/// {"associations": {"subnet-1": "acl-1"}}; other members are let be. Errors: bad_input.
[[nodiscard]] Json to_json(const PriorAcls& prior);
[[nodiscard]] Result<PriorAcls> prior_from_json(const Json& json);

/// Whose cut it is.
struct AclCut {
  std::string run;
  std::string fault;
  std::string deadline = {};  ///< told in a tag
  bool fence_first = false;   ///< told in a tag
};

/// The ACLs that carry the tags of this cut, and what they say that their subnets had before.
[[nodiscard]] std::vector<NetworkAcl> ours_of(const AclCut& cut,
                                              const std::vector<NetworkAcl>& acls);
[[nodiscard]] PriorAcls prior_of_tags(const std::vector<NetworkAcl>& ours);

/// What the world shows of a cut.
enum class CutState {
  gone,      ///< every subnet has what it had, nothing of ours is left
  in_force,  ///< every subnet is filtered by an ACL of ours that lets nothing pass
  partial,   ///< some are, or an ACL of ours lies idle
  foreign,   ///< nothing of ours is left, and a subnet has what somebody else gave it
};
[[nodiscard]] std::string_view to_string(CutState state);

/// Subnets that are gone by now count for nothing.
[[nodiscard]] CutState judge(const AclCut& cut, const PriorAcls& prior,
                             const std::vector<NetworkAcl>& acls);

/// One association to be replaced.
struct AclMove {
  std::string association;
  std::string subnet;
  std::string to;  ///< ACL
};

/// One ACL to be made for these subnets; at most 40, because each takes a tag and 50 fit.
struct AclToMake {
  std::string vpc;
  std::string token;  ///< makes it once only
  PriorAcls prior;
};

/// What is to be made and moved so that all subnets are cut; what is done already is left out.
/// Errors: failed, where a subnet has neither what it had nor an ACL of ours.
[[nodiscard]] Result<std::vector<AclToMake>> acls_to_make(const AclCut& cut, const PriorAcls& prior,
                                                          const std::vector<NetworkAcl>& acls);
[[nodiscard]] std::vector<AclMove> moves_to_cut(const AclCut& cut, const PriorAcls& prior,
                                                const std::vector<NetworkAcl>& acls);
/// Back to what was there, only where an ACL of ours is in its place.
[[nodiscard]] std::vector<AclMove> moves_back(const AclCut& cut, const PriorAcls& prior,
                                              const std::vector<NetworkAcl>& acls);

/// The requests.
[[nodiscard]] AwsQuery create_acl(const AclCut& cut, const AclToMake& acl);
[[nodiscard]] AwsQuery replace_association(const AclMove& move);
[[nodiscard]] AwsQuery delete_acl(const std::string& id);
/// "Filter.<number>.Name" and its values.
void add_filter(AwsQuery& query, int number, const std::string& name,
                const std::vector<std::string>& values);

}  // namespace gameday
