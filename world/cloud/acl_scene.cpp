// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/acl_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {
namespace {

Result<void> append_acls(const AwsClient& client, const AwsQuery& query,
                         std::vector<NetworkAcl>& acls) {
  const auto pages = client.query_all(query);
  if (!pages) return tl::unexpected(pages.error());
  for (const XmlElement& page : *pages) {
    for (NetworkAcl& acl : read_network_acls(page)) {
      const bool known = std::ranges::find(acls, acl.id, &NetworkAcl::id) != acls.end();
      if (!known) acls.push_back(std::move(acl));
    }
  }
  return {};
}

Result<std::vector<NetworkAcl>> acls_of_run(const AwsClient& client, const AclCut& cut) {
  AwsQuery query{"ec2", "DescribeNetworkAcls"};
  add_filter(query, 1, fmt::format("tag:{}", k_tag_run), {cut.run});
  add_filter(query, 2, fmt::format("tag:{}", k_tag_fault), {cut.fault});
  std::vector<NetworkAcl> acls;
  if (auto done = append_acls(client, query, acls); !done) return tl::unexpected(done.error());
  return acls;
}

/// From what was captured, else from the tags of our ACLs.
Result<void> recall(const AwsClient& client, const Json& input, AclScene& scene) {
  if (input.contains("prior")) {
    JsonReader reader{input["prior"], "what the subnets had before"};
    scene.prior = reader.take(prior_from_json(input["prior"]));
    for (std::string& vpc : reader.texts("vpcs")) scene.vpcs.insert(std::move(vpc));
    const auto read = reader.finish(true);
    if (!read) return tl::unexpected(read.error());
    return {};
  }
  const auto ours = acls_of_run(client, scene.cut);
  if (!ours) return tl::unexpected(ours.error());
  scene.prior = prior_of_tags(*ours);
  for (const NetworkAcl& acl : *ours) scene.vpcs.insert(acl.vpc);
  return {};
}

}  // namespace

Result<AclCut> read_cut(const Json& input) {
  JsonReader reader{input, "a cut by network ACLs"};
  AclCut cut{.run = reader.text("run"),
             .fault = reader.text("fault"),
             .deadline = reader.optional_text("deadline").value_or(""),
             .fence_first = reader.has("fence_first")};
  return reader.finish(std::move(cut));
}

Result<std::vector<NetworkAcl>> acls_around(const AwsClient& client, const AclCut& cut,
                                            const std::set<std::string>& vpcs) {
  auto acls = acls_of_run(client, cut);
  if (!acls || vpcs.empty()) return acls;
  AwsQuery query{"ec2", "DescribeNetworkAcls"};
  add_filter(query, 1, "vpc-id", {vpcs.begin(), vpcs.end()});
  if (auto done = append_acls(client, query, *acls); !done) return tl::unexpected(done.error());
  return acls;
}

Result<AclScene> survey_acls(const AwsClient& client, const Json& input) {
  auto cut = read_cut(input);
  if (!cut) return tl::unexpected(cut.error());
  AclScene scene{.cut = std::move(*cut), .prior = {}, .vpcs = {}, .acls = {}};
  if (auto done = recall(client, input, scene); !done) return tl::unexpected(done.error());
  auto acls = acls_around(client, scene.cut, scene.vpcs);
  if (!acls) return tl::unexpected(acls.error());
  scene.acls = std::move(*acls);
  return scene;
}

Json describe(const AclScene& scene) {
  Json now = Json::object();
  for (const NetworkAcl& acl : scene.acls) {
    for (const AclAssociation& each : acl.associations) {
      if (scene.prior.contains(each.subnet)) now[each.subnet] = acl.id;
    }
  }
  return Json{{"state", to_string(judge(scene.cut, scene.prior, scene.acls))},
              {"before", to_json(scene.prior)["associations"]},
              {"now", now}};
}

}  // namespace gameday
