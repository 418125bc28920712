// SPDX-License-Identifier: Apache-2.0
// Makes the old primary harmless over the control path, before anything lets clients reach it
// again: the command that the inventory has for that node. It is believed when the inventory's own
// check says so, and held: only a failback brings the node back.
#include <fmt/format.h>

#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "database", .required = true, .help = "the database of the inventory"},
    {.name = "region", .help = "whose node is fenced", .fallback = "the broken region"},
};

const DatabaseNode* node_in(const Database& database, std::string_view region) {
  for (const auto& [host, node] : database.nodes) {
    if (node.region == region) return &node;
  }
  return nullptr;
}

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const std::string name = step.params.get<std::string>("database");
  const std::string region = step.params.get<std::string>("region", scope.broken_region);
  const auto database = scope.inventory.databases.find(name);
  if (database == scope.inventory.databases.end()) {
    return cannot_plan(step, fmt::format("there is no database \"{}\"", name));
  }
  const DatabaseNode* node = node_in(database->second, region);
  if (node == nullptr) {
    return cannot_plan(step, fmt::format("database {} has no node in region \"{}\"", name, region));
  }
  if (node->fence.empty() || node->fenced.empty()) {
    return cannot_plan(
        step, fmt::format("the inventory does not say how to fence {}", node->host),
        fmt::format("add `fence` and `fenced` to [database.{}.node.{}]", name, node->host));
  }
  const int fenced = node->fenced_status.value_or(0);
  Change change = held_change(step, fmt::format("fence {} of {}", node->host, name));
  change.apply = run_on(step, {node->host}, node->fence);
  change.verify = {.look = run_on(step, {node->host}, node->fenced),
                   .in_force = {.status = fenced},
                   .gone = {.status = fenced == 0 ? 1 : 0}};
  return StepPlan{{std::move(change)}, {}, {}};
}

}  // namespace

const StepKind k_step_fence{
    .name = "fence",
    .summary = "the old primary is made harmless",
    .params = k_params,
    .fences = true,
    .plan = plan,
};

}  // namespace gameday
