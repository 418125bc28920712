// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/network_acl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {
namespace {

/// 50 tags fit on a resource (Amazon EC2 User Guide, Tag restrictions).
constexpr std::size_t k_most_subnets = 40;
constexpr std::string_view k_tag_prior = "gameday-prior-";

std::string tag_of(const NetworkAcl& acl, std::string_view key) {
  const auto found = acl.tags.find(key);
  return found == acl.tags.end() ? "" : found->second;
}

bool is_ours(const AclCut& cut, const NetworkAcl& acl) {
  return tag_of(acl, k_tag_run) == cut.run && tag_of(acl, k_tag_fault) == cut.fault;
}

/// Where a subnet stands now.
struct Place {
  const NetworkAcl* acl = nullptr;
  std::string association;
};

std::map<std::string, Place> places_of(const std::vector<NetworkAcl>& acls) {
  std::map<std::string, Place> places;
  for (const NetworkAcl& acl : acls) {
    for (const AclAssociation& each : acl.associations) places[each.subnet] = {&acl, each.id};
  }
  return places;
}

void add_tags(AwsQuery& query, const AclCut& cut, const PriorAcls& prior) {
  AwsFields tags{{std::string{k_tag_run}, cut.run},
                 {std::string{k_tag_fault}, cut.fault},
                 {std::string{k_tag_deadline}, cut.deadline},
                 {"Name", "gameday " + cut.run}};
  if (cut.fence_first) tags.emplace_back(k_tag_fence, k_fence_first);
  for (const auto& [subnet, acl] : prior) tags.emplace_back(std::string{k_tag_prior} + subnet, acl);
  query.fields.emplace_back("TagSpecification.1.ResourceType", "network-acl");
  int number = 0;
  for (const auto& [key, value] : tags) {
    const std::string tag = fmt::format("TagSpecification.1.Tag.{}.", ++number);
    query.fields.emplace_back(tag + "Key", key);
    query.fields.emplace_back(tag + "Value", value);
  }
}

NetworkAcl read_acl(const XmlElement& item) {
  NetworkAcl acl{.id = item.text_of("networkAclId"), .vpc = item.text_of("vpcId")};
  for (const XmlElement* entry : item.all("entrySet/item")) {
    acl.allows_something = acl.allows_something || entry->text_of("ruleAction") == "allow";
  }
  for (const XmlElement* tag : item.all("tagSet/item")) {
    acl.tags[tag->text_of("key")] = tag->text_of("value");
  }
  for (const XmlElement* each : item.all("associationSet/item")) {
    acl.associations.push_back(
        {each->text_of("networkAclAssociationId"), each->text_of("subnetId")});
  }
  return acl;
}

}  // namespace

std::vector<AwsSubnet> read_subnets(const XmlElement& page) {
  std::vector<AwsSubnet> subnets;
  for (const XmlElement* item : page.all("subnetSet/item")) {
    subnets.push_back({item->text_of("subnetId"), item->text_of("vpcId")});
  }
  return subnets;
}

std::vector<NetworkAcl> read_network_acls(const XmlElement& page) {
  std::vector<NetworkAcl> acls;
  for (const XmlElement* item : page.all("networkAclSet/item")) acls.push_back(read_acl(*item));
  return acls;
}

Json to_json(const PriorAcls& prior) {
  Json associations = Json::object();
  for (const auto& [subnet, acl] : prior) associations[subnet] = acl;
  return Json{{"associations", associations}};
}

Result<PriorAcls> prior_from_json(const Json& json) {
  JsonReader reader{json, "what the subnets had before"};
  PriorAcls prior;
  const Json& associations = reader.member("associations");
  if (!associations.is_object()) reader.wrong("`associations` is no object");
  for (const auto& [subnet, acl] : associations.items()) {
    if (!acl.is_string()) {
      reader.wrong("an ACL is a text");
      break;
    }
    prior[subnet] = acl.get<std::string>();
  }
  return reader.finish(std::move(prior));
}

std::vector<NetworkAcl> ours_of(const AclCut& cut, const std::vector<NetworkAcl>& acls) {
  std::vector<NetworkAcl> ours;
  std::ranges::copy_if(acls, std::back_inserter(ours),
                       [&](const NetworkAcl& acl) { return is_ours(cut, acl); });
  return ours;
}

PriorAcls prior_of_tags(const std::vector<NetworkAcl>& ours) {
  PriorAcls prior;
  for (const NetworkAcl& acl : ours) {
    for (const auto& [key, value] : acl.tags) {
      if (key.starts_with(k_tag_prior)) prior[key.substr(k_tag_prior.size())] = value;
    }
  }
  return prior;
}

std::string_view to_string(CutState state) {
  switch (state) {
    case CutState::gone: return "gone";
    case CutState::in_force: return "in_force";
    case CutState::partial: return "partial";
    case CutState::foreign: return "foreign";
  }
  return "partial";
}

CutState judge(const AclCut& cut, const PriorAcls& prior, const std::vector<NetworkAcl>& acls) {
  const auto places = places_of(acls);
  std::size_t there = 0;
  std::size_t cut_off = 0;
  std::size_t strange = 0;
  for (const auto& [subnet, before] : prior) {
    const auto place = places.find(subnet);
    if (place == places.end()) continue;
    const NetworkAcl& now = *place->second.acl;
    ++there;
    if (is_ours(cut, now)) {
      cut_off += now.allows_something ? 0 : 1;
    } else if (now.id != before) {
      ++strange;
    }
  }
  if (there > 0 && cut_off == there) return CutState::in_force;
  if (!ours_of(cut, acls).empty()) return CutState::partial;
  return strange > 0 ? CutState::foreign : CutState::gone;
}

Result<std::vector<AclToMake>> acls_to_make(const AclCut& cut, const PriorAcls& prior,
                                            const std::vector<NetworkAcl>& acls) {
  const auto places = places_of(acls);
  const PriorAcls known = prior_of_tags(ours_of(cut, acls));
  std::vector<AclToMake> all;
  std::map<std::string, std::size_t> open;  // by VPC: where in `all` there is room
  for (const auto& [subnet, before] : prior) {
    const auto place = places.find(subnet);
    if (known.contains(subnet)) continue;
    if (place == places.end() || place->second.acl->id != before) {
      return fail(ErrorKind::failed, "cut the subnet " + subnet, "",
                  fmt::format("it had the ACL {} a moment ago and has {} now", before,
                              place == places.end() ? "none" : place->second.acl->id));
    }
    const std::string& vpc = place->second.acl->vpc;
    if (!open.contains(vpc) || all[open[vpc]].prior.size() == k_most_subnets) {
      open[vpc] = all.size();
      all.push_back({vpc, fmt::format("{}-{}-{}", cut.run, cut.fault, subnet).substr(0, 64), {}});
    }
    all[open[vpc]].prior[subnet] = before;
  }
  return all;
}

std::vector<AclMove> moves_to_cut(const AclCut& cut, const PriorAcls& prior,
                                  const std::vector<NetworkAcl>& acls) {
  const auto places = places_of(acls);
  std::vector<AclMove> moves;
  for (const NetworkAcl& own : ours_of(cut, acls)) {
    for (const auto& [subnet, before] : prior_of_tags({own})) {
      const auto place = places.find(subnet);
      if (place == places.end() || !prior.contains(subnet)) continue;
      if (place->second.acl->id != prior.at(subnet)) continue;
      moves.push_back({place->second.association, subnet, own.id});
    }
  }
  return moves;
}

std::vector<AclMove> moves_back(const AclCut& cut, const PriorAcls& prior,
                                const std::vector<NetworkAcl>& acls) {
  std::vector<AclMove> moves;
  for (const auto& [subnet, place] : places_of(acls)) {
    const auto before = prior.find(subnet);
    if (before == prior.end() || !is_ours(cut, *place.acl)) continue;
    moves.push_back({place.association, subnet, before->second});
  }
  return moves;
}

AwsQuery create_acl(const AclCut& cut, const AclToMake& acl) {
  AwsQuery query{"ec2", "CreateNetworkAcl", {{"VpcId", acl.vpc}, {"ClientToken", acl.token}}};
  add_tags(query, cut, acl.prior);
  return query;
}

AwsQuery replace_association(const AclMove& move) {
  return {"ec2",
          "ReplaceNetworkAclAssociation",
          {{"AssociationId", move.association}, {"NetworkAclId", move.to}}};
}

AwsQuery delete_acl(const std::string& id) {
  return {"ec2", "DeleteNetworkAcl", {{"NetworkAclId", id}}};
}

void add_filter(AwsQuery& query, int number, const std::string& name,
                const std::vector<std::string>& values) {
  query.fields.emplace_back(fmt::format("Filter.{}.Name", number), name);
  int value_number = 0;
  for (const std::string& value : values) {
    query.fields.emplace_back(fmt::format("Filter.{}.Value.{}", number, ++value_number), value);
  }
}

}  // namespace gameday
