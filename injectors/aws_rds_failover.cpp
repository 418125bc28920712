// SPDX-License-Identifier: Apache-2.0
// Breaks: the connections to a database of Amazon RDS, for as long as it takes until another one
// writes: an Aurora cluster fails over to another member, an instance with a standby in another
// zone reboots into that. Heals: RDS itself, and clients that connect anew and ask the name again.
// There is nothing to take back: who writes then, writes on.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "injectors/aws_action.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    aws_region_param(),
    {.name = "cluster", .help = "an Aurora or Multi-AZ cluster, by its name; else `instance`"},
    {.name = "instance", .help = "an instance with a standby (Multi-AZ), by its name"},
    {.name = "to", .help = "the member of the cluster that is to write", .fallback = "RDS chooses"},
    aws_broken_param(),
    aws_endpoint_param(),
    aws_profile_param(),
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  if (params.has("cluster") == params.has("instance")) {
    return cannot_plan(scope, "it names one of `cluster` and `instance`");
  }
  if (params.has("instance") && params.has("to")) {
    return cannot_plan(scope, "`to` is for clusters: an instance has one standby");
  }
  if (params.has("region")) {
    if (auto known = target_region(params, scope); !known) return tl::unexpected(known.error());
  }
  Json input = Json::object();
  for (const char* key : {"cluster", "instance", "to"}) {
    if (params.has(key)) input[key] = params.get<std::string>(key);
  }
  const std::string name = params.get<std::string>("cluster", params.get<std::string>("instance"));
  Change change =
      aws_change({.agent = "aws_rds", .name = name, .reverts = false}, input, params, scope);
  change.summary = fmt::format("lets the database {} of RDS in {} fail over; no way back", name,
                               params.get<std::string>(k_aws_region));
  change.verify.in_force.contains = {R"("state":"failed_over")"};
  change.verify.gone.contains = {R"("state":"as_before")"};
  change.verify.inert = Match{.status = 0, .contains = {R"("state":"moving")"}};
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  FaultPlan result;
  result.asynchronous = true;
  result.proofs.push_back(aws_proof(change));
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_aws_rds_failover{
    .name = "aws_rds_failover",
    .summary = "a database of Amazon RDS fails over",
    .breaks = "connections to it, until its standby or another member writes",
    .heals = "RDS, and clients that connect anew",
    .params = k_params,
    .plan = plan,
    .dead_man = "nothing is to be lifted: who writes then, writes on",
    .example = R"(aws_region = "eu-west-1"
cluster = "orders")",
};

}  // namespace gameday
