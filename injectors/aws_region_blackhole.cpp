// SPDX-License-Identifier: Apache-2.0
// Breaks: all traffic into and out of the subnets that carry the given tags, in one region of AWS.
// Heals: a failover to another region. With "network-acl" each subnet gets an ACL of ours that
// allows nothing, and its own one back by the revert; nobody lifts it while gameday is gone. With
// "fis" AWS runs an experiment of its own (aws:network:disrupt-connectivity) and ends it after its
// duration, a whole number of minutes.
//
// What an ACL does not cut: traffic within a subnet; the resolver of the VPC, the metadata service,
// DHCP and the other addresses that Amazon holds in each subnet (Amazon VPC User Guide, Network
// ACLs); services that are not in these subnets, as regional endpoints, Lambda outside a VPC and
// S3, which other subnets go on using. It does cut connections that are open already, for an ACL
// knows no connections.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "injectors/aws_action.hpp"
#include "injectors/canary.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    aws_region_param(),
    {.name = "tags",
     .type = ParamType::table,
     .required = true,
     .help = "of the subnets that are cut off: { Name = \"value\" }, all of them"},
    {.name = "vpc", .help = "only subnets of this VPC, vpc-0123"},
    {.name = "availability_zone", .help = "only subnets in this zone, eu-west-1a"},
    {.name = "mechanism",
     .help = "how it is cut",
     .fallback = "network-acl",
     .one_of = {"network-acl", "fis"}},
    {.name = "role_arn", .help = "fis: the role that the experiment acts as"},
    {.name = "scope",
     .help = "fis: which traffic",
     .fallback = "all",
     .one_of = {"all", "availability-zone", "vpc", "s3", "dynamodb"}},
    aws_broken_param(),
    aws_endpoint_param(),
    aws_profile_param(),
};

Result<Json> read_tags(const Params& params, const FaultScope& scope) {
  const auto table = params.get<std::shared_ptr<const Json>>("tags");
  if (!table || table->empty()) return cannot_plan(scope, "`tags` names no tag");
  for (const auto& [name, value] : table->items()) {
    if (!value.is_string()) return cannot_plan(scope, "the tag " + name + " is no text");
  }
  return *table;
}

/// Of DescribeSubnets (Amazon EC2 API Reference).
Json ec2_filters(const Params& params, const Json& tags) {
  Json filters = Json::object();
  for (const auto& [name, value] : tags.items()) filters["tag:" + name] = value;
  if (params.has("vpc")) filters["vpc-id"] = params.get<std::string>("vpc");
  if (params.has("availability_zone")) {
    filters["availability-zone"] = params.get<std::string>("availability_zone");
  }
  return filters;
}

Change by_acl(const Params& params, const FaultScope& scope, const Json& tags) {
  const Json input{{"filters", ec2_filters(params, tags)}};
  Change change = aws_change({.agent = "aws_acl", .name = "network-acl"}, input, params, scope);
  change.summary = fmt::format("puts a network ACL that allows nothing on the subnets {} of {}",
                               tags.dump(), params.get<std::string>(k_aws_region));
  return change;
}

/// AWS FIS User Guide, aws:network:disrupt-connectivity; AWS FIS API Reference,
/// CreateExperimentTemplate.
Json fis_template(const Params& params, const Json& tags, std::int64_t minutes) {
  Json target{{"resourceType", "aws:ec2:subnet"}, {"resourceTags", tags}, {"selectionMode", "ALL"}};
  if (params.has("availability_zone")) {
    target["parameters"]["availabilityZoneIdentifier"] =
        params.get<std::string>("availability_zone");
  }
  if (params.has("vpc")) target["parameters"]["vpc"] = params.get<std::string>("vpc");
  const Json action{{"actionId", "aws:network:disrupt-connectivity"},
                    {"parameters",
                     {{"duration", fmt::format("PT{}M", minutes)},
                      {"scope", params.get<std::string>("scope", "all")}}},
                    {"targets", {{"Subnets", "subnets"}}}};
  return {{"description", "gameday: subnets cut off"},
          {"roleArn", params.get<std::string>("role_arn")},
          {"stopConditions", Json::array({{{"source", "none"}}})},
          {"targets", {{"subnets", target}}},
          {"actions", {{"cut", action}}},
          {"experimentOptions", {{"emptyTargetResolutionMode", "fail"}}}};
}

Change by_fis(const Params& params, const FaultScope& scope, const Json& tags) {
  const auto lasts = std::max<std::chrono::minutes>(
      std::chrono::minutes{1}, std::chrono::ceil<std::chrono::minutes>(scope.expires_after));
  const Json input{{"template", fis_template(params, tags, lasts.count())}};
  Change change = aws_change({.agent = "aws_fis", .name = "experiment"}, input, params, scope);
  change.summary = fmt::format("lets AWS FIS cut off the subnets {} of {} for {}", tags.dump(),
                               params.get<std::string>(k_aws_region), format_duration(lasts));
  change.expires_after = lasts;
  change.dead_man = DeadMan::cloud;
  return change;
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto tags = read_tags(params, scope);
  if (!tags) return tl::unexpected(tags.error());
  const bool fis = params.get<std::string>("mechanism", "network-acl") == "fis";
  if (fis && !params.has("role_arn")) {
    return cannot_plan(scope, "the mechanism fis needs a `role_arn`",
                       "name a role that AWS FIS may assume and that may edit network ACLs");
  }
  auto proofs = canary_proofs(params, scope);
  if (!proofs) return tl::unexpected(proofs.error());
  FaultPlan result{.changes = {}, .proofs = std::move(*proofs), .mechanism = {}};
  result.asynchronous = true;
  Change change = fis ? by_fis(params, scope, *tags) : by_acl(params, scope, *tags);
  Proof proof = aws_proof(change);
  if (fis) {
    proof.confirms = {.status = 0, .contains = {R"("bite":"confirmed")"}};
    proof.refutes = {.status = 0, .contains = {R"("bite":"mismatch")"}};
  }
  result.proofs.push_back(std::move(proof));
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_aws_region_blackhole{
    .name = "aws_region_blackhole",
    .summary = "subnets of a region of AWS are cut off",
    .breaks = "all traffic into and out of these subnets; not what stays within one of them",
    .heals = "a failover to another region",
    .params = k_params,
    .plan = plan,
    .dead_man =
        "fis: AWS, after the experiment's duration; network-acl: nobody "
        "(accept_no_deadman)",
    .example = R"(aws_region = "eu-west-1"
tags = { service = "shop" }
accept_no_deadman = true)",
};

}  // namespace gameday
