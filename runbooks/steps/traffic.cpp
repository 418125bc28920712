// SPDX-License-Identifier: Apache-2.0
// Sends the clients to another region through a traffic manager of the inventory, slot by slot.
// Whether the manager's rules allow it is looked at just before the first slot is touched; a person
// may override one of them by name, which is part of the record.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/catalog.hpp"
#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"
#include "runbooks/traffic_kinds.hpp"
#include "runbooks/traffic_rules.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "manager", .required = true, .help = "the traffic manager of the inventory"},
    {.name = "to", .help = "the region to send clients to", .fallback = "the surviving region"},
    {.name = "shut_sessions",
     .type = ParamType::boolean,
     .help = "end the sessions that are still open to the old place",
     .fallback = "true"},
    {.name = "override",
     .type = ParamType::table,
     .help = "a rule of the manager that need not be kept this once, and who says so",
     .one_of = {"rule", "by"}},
};

/// The first change is made only if the rules allow it: its plant is done just before it.
Result<void> guard(const StepSpec& step, const TrafficManager& manager, const std::string& to,
                   std::vector<Change>& changes) {
  const auto table = step.params.get<std::shared_ptr<const Json>>("override");
  const auto except = read_override(table ? *table : Json::object());
  if (!except) return tl::unexpected{except.error()};
  const auto look = guard_shift(manager, to, *except);
  if (!look) return tl::unexpected{look.error()};
  if (!*look || changes.empty()) return {};
  Change& first = changes.front();
  first.plant.insert(first.plant.begin(), **look);
  if (*except) {
    first.summary += fmt::format(", the rule {} overridden by {}", (*except)->rule, (*except)->by);
  }
  return {};
}

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const std::string name = step.params.get<std::string>("manager");
  const auto manager = scope.inventory.traffic.find(name);
  if (manager == scope.inventory.traffic.end()) {
    return cannot_plan(step, fmt::format("there is no traffic manager \"{}\"", name));
  }
  const TrafficKind* kind = find_kind(traffic_kinds(), manager->second.kind);
  if (kind == nullptr) {
    return cannot_plan(step,
                       fmt::format("\"{}\" is no kind of traffic manager", manager->second.kind));
  }
  ShiftSpec shift;
  shift.step = step.name;
  shift.to = step.params.get<std::string>("to", scope.surviving_region);
  shift.shut_sessions = step.params.get<bool>("shut_sessions", true);
  auto changes = kind->shift(manager->second, shift);
  if (!changes) return tl::unexpected{changes.error()};
  if (auto guarded = guard(step, manager->second, shift.to, *changes); !guarded) {
    return tl::unexpected{guarded.error()};
  }
  for (Change& change : *changes) change.point_of_no_return = step.point_of_no_return;
  return StepPlan{std::move(*changes), {}, {}};
}

}  // namespace

const StepKind k_step_traffic{
    .name = "traffic",
    .summary = "clients are sent to another region",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
