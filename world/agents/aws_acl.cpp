// SPDX-License-Identifier: Apache-2.0
// Cuts subnets off by a network ACL that allows nothing, and gives them back the one they had. What
// each had stands in the journal and in tags of our ACL, so that either is enough to undo it. An
// ACL filters what enters and leaves a subnet; see injectors/aws_region_blackhole.cpp for what it
// does not cut. Amazon EC2 API Reference: DescribeSubnets, DescribeNetworkAcls, CreateNetworkAcl,
// ReplaceNetworkAclAssociation, DeleteNetworkAcl.
#include <fmt/format.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "world/agents.hpp"
#include "world/cloud/acl_scene.hpp"
#include "world/cloud/aws_verbs.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_most_subnets = 400;

/// By subnet: its VPC.
Result<std::map<std::string, std::string>> chosen_subnets(const AwsClient& client,
                                                          const Json& input) {
  AwsQuery query{"ec2", "DescribeSubnets"};
  int number = 0;
  const Json filters = input.value("filters", Json::object());
  for (const auto& [name, value] : filters.items()) {
    if (value.is_string()) add_filter(query, ++number, name, {value.get<std::string>()});
  }
  const std::string& region = client.place().region;
  if (number == 0) return fail(ErrorKind::bad_input, "choose subnets", region, "by what?");
  const auto pages = client.query_all(query);
  if (!pages) return tl::unexpected(pages.error());
  std::map<std::string, std::string> subnets;
  for (const XmlElement& page : *pages) {
    for (const AwsSubnet& subnet : read_subnets(page)) subnets[subnet.id] = subnet.vpc;
  }
  if (subnets.empty()) {
    return fail(ErrorKind::refused, "cut subnets off", region,
                "no subnet has these tags: " + filters.dump(), "check `tags` and `aws_region`");
  }
  if (subnets.size() > k_most_subnets) {
    return fail(ErrorKind::refused, "cut subnets off", region,
                fmt::format("{} have these tags, more than {}", subnets.size(), k_most_subnets));
  }
  return subnets;
}

/// Replacing an ACL by itself changes nothing even where a server does not know dry runs.
Result<void> try_permission(const AwsClient& client, const std::vector<NetworkAcl>& acls) {
  for (const NetworkAcl& acl : acls) {
    if (acl.associations.empty()) continue;
    return client.dry_run(replace_association({acl.associations.front().id, "", acl.id}));
  }
  return {};
}

/// What the chosen subnets have now. Errors: refused, where a run has cut one already.
Result<PriorAcls> read_prior(const std::vector<NetworkAcl>& acls,
                             const std::map<std::string, std::string>& subnets) {
  PriorAcls prior;
  for (const NetworkAcl& acl : acls) {
    for (const AclAssociation& each : acl.associations) {
      if (!subnets.contains(each.subnet)) continue;
      if (const auto run = acl.tags.find(k_tag_run); run != acl.tags.end()) {
        return fail(ErrorKind::refused, "cut the subnet " + each.subnet, "",
                    "run " + run->second + " has cut it already",
                    "gameday recover lifts what that run left");
      }
      prior[each.subnet] = acl.id;
    }
  }
  if (prior.size() == subnets.size()) return prior;
  return fail(ErrorKind::failed, "read the ACLs of the subnets", "",
              fmt::format("{} of {} were found", prior.size(), subnets.size()));
}

Result<Json> capture(const AwsClient& client, const Json& input) {
  const auto cut = read_cut(input);
  if (!cut) return tl::unexpected(cut.error());
  const auto subnets = chosen_subnets(client, input);
  if (!subnets) return tl::unexpected(subnets.error());
  std::set<std::string> vpcs;
  for (const auto& [subnet, vpc] : *subnets) vpcs.insert(vpc);
  const auto acls = acls_around(client, *cut, vpcs);
  if (!acls) return tl::unexpected(acls.error());
  const auto prior = read_prior(*acls, *subnets);
  if (!prior) return tl::unexpected(prior.error());
  if (auto may = try_permission(client, *acls); !may) return tl::unexpected(may.error());
  Json captured = to_json(*prior);
  captured["vpcs"] = vpcs;
  return captured;
}

Result<void> make_acls(const AwsClient& client, const AclScene& scene) {
  const auto to_make = acls_to_make(scene.cut, scene.prior, scene.acls);
  if (!to_make) return tl::unexpected(to_make.error());
  for (const AclToMake& acl : *to_make) {
    if (auto made = client.query(create_acl(scene.cut, acl)); !made) {
      return tl::unexpected(made.error());
    }
  }
  return {};
}

/// Replaced already, by a request of ours whose answer was lost or by somebody else: the next look
/// tells.
bool was_replaced(const Error& error) {
  return error.kind == ErrorKind::absent && error.why.starts_with("InvalidAssociationID");
}

Result<void> carry_out(const AwsClient& client, const std::vector<AclMove>& moves) {
  std::optional<Error> first;
  for (const AclMove& move : moves) {
    const auto done = client.query(replace_association(move));
    if (!done && !first && !was_replaced(done.error())) first = done.error();
  }
  if (first) return tl::unexpected(*first);
  return {};
}

Result<Json> look(const AwsClient& client, const Json& input) {
  const auto scene = survey_acls(client, input);
  if (!scene) return tl::unexpected(scene.error());
  return describe(*scene);
}

/// What was asked for is not seen at once everywhere (Amazon EC2 API Reference, Eventual
/// consistency).
Result<Json> wait_for(const AwsClient& client, const Json& input, CutState wanted) {
  Json seen;
  const auto done = client.wait_until(
      fmt::format("see that the cut is {}", to_string(wanted)), [&]() -> Result<bool> {
        const auto scene = survey_acls(client, input);
        if (!scene) return tl::unexpected(scene.error());
        seen = describe(*scene);
        const CutState state = judge(scene->cut, scene->prior, scene->acls);
        return state == wanted || state == CutState::foreign;
      });
  if (!done) return tl::unexpected(done.error());
  return seen;
}

Result<Json> apply(const AwsClient& client, const Json& input) {
  auto scene = survey_acls(client, input);
  if (!scene) return tl::unexpected(scene.error());
  if (auto made = make_acls(client, *scene); !made) return tl::unexpected(made.error());
  const auto visible = client.wait_until("see our ACLs", [&]() -> Result<bool> {
    auto acls = acls_around(client, scene->cut, scene->vpcs);
    if (!acls) return tl::unexpected(acls.error());
    scene->acls = std::move(*acls);
    return prior_of_tags(ours_of(scene->cut, scene->acls)).size() >= scene->prior.size();
  });
  if (!visible) return tl::unexpected(visible.error());
  const auto moved = carry_out(client, moves_to_cut(scene->cut, scene->prior, scene->acls));
  if (!moved) return tl::unexpected(moved.error());
  return wait_for(client, input, CutState::in_force);
}

/// Gives back what the subnets had. Our ACLs say by their tags what that was: they go last.
Result<void> give_back(const AwsClient& client, const AclScene& scene) {
  const auto moved = carry_out(client, moves_back(scene.cut, scene.prior, scene.acls));
  if (!moved) return moved;
  for (const NetworkAcl& acl : ours_of(scene.cut, scene.acls)) {
    const auto deleted = client.query(delete_acl(acl.id));
    if (!deleted && deleted.error().kind != ErrorKind::absent) {
      return tl::unexpected(deleted.error());
    }
  }
  return {};
}

/// Until nothing of ours is left: an apply whose gameday was killed may still be at work.
Result<Json> revert(const AwsClient& client, const Json& input) {
  Json seen;
  std::optional<Error> last;
  const auto done = client.wait_until("see that the cut is gone", [&]() -> Result<bool> {
    for (int turn = 0; turn < 2; ++turn) {
      const auto scene = survey_acls(client, input);
      if (!scene) return tl::unexpected(scene.error());
      seen = describe(*scene);
      const CutState state = judge(scene->cut, scene->prior, scene->acls);
      if (state == CutState::gone || state == CutState::foreign) return true;
      if (turn > 0) break;
      last.reset();
      if (auto given = give_back(client, *scene); !given) last = given.error();
      if (last && last->kind == ErrorKind::refused) return tl::unexpected(*last);
    }
    return false;
  });
  if (!done) return tl::unexpected(last.value_or(done.error()));
  return seen;
}

constexpr std::array k_verbs{AwsVerb{"capture", capture}, AwsVerb{"apply", apply},
                             AwsVerb{"look", look}, AwsVerb{"revert", revert}};

}  // namespace

const Agent k_agent_aws_acl{
    "aws_acl", "subnets of AWS cut off by a network ACL of ours, and given back theirs",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
