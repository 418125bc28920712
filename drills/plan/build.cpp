// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/catalog.hpp"
#include "drills/plan/blast_radius.hpp"
#include "drills/plan/plan.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"
#include "runbooks/gates.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

/// On top of the fence's own deadline, before the kernel lifts a fault by itself (safety.md).
constexpr std::chrono::seconds k_fence_margin{5};

tl::unexpected<Error> cannot(const Plan& plan, std::string what, std::string why) {
  return fail(ErrorKind::bad_input, std::move(what), plan.drill().file, std::move(why));
}

/// PostgreSQL folds and splits names at what is no letter, digit or underscore.
std::string table_name(const Plan& plan, const std::string& ledger) {
  std::string name = "gameday_ledger_" + plan.run_id + "_" + ledger;
  std::ranges::replace_if(name, [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

bool has_node_in(const Inventory& inventory, const std::string& region) {
  for (const auto& [name, database] : inventory.databases) {
    for (const auto& [host, node] : database.nodes) {
      if (node.region == region) return true;
    }
  }
  return false;
}

/// The region of the first fault that is aimed at a whole one; without such a fault, the first in
/// whose region something is broken.
std::string broken_region(const Plan& plan) {
  std::string first;
  for (const FaultSpec& fault : plan.drill().faults) {
    std::string region = region_of(fault.params, plan.definition.inventory);
    if (aims_at_region(fault.params)) return region;
    if (first.empty()) first = std::move(region);
  }
  return first;
}

/// The region that is broken, and where the service goes: the other one; of several the first that
/// holds a node of a database.
void find_regions(Plan& plan) {
  plan.broken_region = broken_region(plan);
  const Inventory& inventory = plan.definition.inventory;
  for (const auto& [name, region] : inventory.regions) {
    if (name == plan.broken_region) continue;
    const bool better =
        !has_node_in(inventory, plan.surviving_region) && has_node_in(inventory, name);
    if (plan.surviving_region.empty() || better) plan.surviving_region = name;
  }
}

Result<void> plan_ledgers(Plan& plan, const MakeTable& make_table) {
  for (const LedgerSpec& spec : plan.drill().ledgers) {
    std::string table = table_name(plan, spec.name);
    Result<Change> change = make_table(spec, table);
    if (!change) return tl::unexpected{change.error()};
    plan.ledgers.push_back(
        {.spec = spec, .table = std::move(table), .make_table = std::move(*change)});
  }
  return {};
}

/// The deadline of the fence if one must come before the heal: the drill promotes and names a step.
std::optional<Duration> fence_first(const Plan& plan) {
  const std::vector<StepSpec>& steps = plan.definition.runbook.steps;
  const auto fence = std::ranges::find(steps, plan.drill().fence, &StepSpec::name);
  if (fence == steps.end() || std::ranges::none_of(steps, promotes)) return std::nullopt;
  return fence->within;
}

/// Each change of a fault that has an undo is lifted by somebody if gameday and this machine
/// vanish, unless the drill says in so many words that nobody is to.
Result<void> check_dead_man(const Plan& plan, const FaultSpec& spec, const FaultPlan& planned) {
  if (spec.accept_no_deadman) return {};
  for (const Change& change : planned.changes) {
    if (!change.revert || change.dead_man != DeadMan::nobody) continue;
    return fail(ErrorKind::bad_input, "plan " + spec.name, plan.drill().file,
                fmt::format("if gameday and this machine vanish, nobody lifts {}", change.id),
                "write accept_no_deadman = true in its [[fault]] if that is acceptable");
  }
  return {};
}

Result<void> plan_faults(Plan& plan) {
  const std::optional<Duration> fence = fence_first(plan);
  for (const FaultSpec& spec : plan.drill().faults) {
    const Injector* injector = find_kind(injectors(), spec.kind);
    if (injector == nullptr) return cannot(plan, "plan " + spec.name, "unknown kind " + spec.kind);
    const FaultScope scope{
        .run_id = plan.run_id,
        .fault = spec.name,
        .inventory = plan.definition.inventory,
        .expires_after = spec.lasts + (fence ? *fence + k_fence_margin : Duration{}),
        .fence_first = fence.has_value()};
    Result<FaultPlan> planned = injector->plan(spec.params, scope);
    if (!planned) return tl::unexpected{planned.error()};
    if (auto lifted = check_dead_man(plan, spec, *planned); !lifted) return lifted;
    plan.faults.push_back({.spec = spec, .plan = std::move(*planned)});
  }
  return {};
}

Result<PlannedStep> plan_step(const Plan& plan, const StepSpec& spec, const StepScope& scope) {
  const StepKind* kind = find_kind(step_kinds(), spec.kind);
  if (kind == nullptr) return cannot(plan, "plan " + spec.name, "unknown kind " + spec.kind);
  Result<StepPlan> planned = kind->plan(spec, scope);
  if (!planned) return tl::unexpected{planned.error()};
  const bool no_return = promotes(spec);
  for (Change& change : planned->changes) change.point_of_no_return |= no_return;
  return PlannedStep{.spec = spec, .plan = std::move(*planned), .promotes = no_return};
}

Result<void> plan_steps(Plan& plan) {
  const StepScope scope{.run_id = plan.run_id,
                        .inventory = plan.definition.inventory,
                        .broken_region = plan.broken_region,
                        .surviving_region = plan.surviving_region};
  for (const StepSpec& spec : plan.definition.runbook.steps) {
    auto planned = plan_step(plan, spec, scope);
    if (!planned) return tl::unexpected{planned.error()};
    planned->is_fence = spec.name == plan.drill().fence;
    if (planned->is_fence && planned->plan.changes.size() > 1) {
      return cannot(plan, "plan " + spec.name,
                    "a fence is one change, and this step makes several");
    }
    plan.steps.push_back(std::move(*planned));
  }
  return {};
}

/// The way back: what was broken receives, and what survived gives.
Result<void> plan_failback(Plan& plan) {
  if (!plan.drill().failback) return {};
  const GateScope gate_scope{.inventory = plan.definition.inventory,
                             .old_region = plan.broken_region,
                             .new_region = plan.surviving_region};
  for (const GateSpec& spec : plan.drill().failback->gates) {
    const GateKind* kind = find_kind(gate_kinds(), spec.kind);
    if (kind == nullptr) return cannot(plan, "plan " + spec.name, "unknown kind " + spec.kind);
    Result<GatePlan> planned = kind->plan(spec, gate_scope);
    if (!planned) return tl::unexpected{planned.error()};
    plan.gates.push_back({.spec = spec, .plan = std::move(*planned)});
  }
  const StepScope scope{.run_id = plan.run_id,
                        .inventory = plan.definition.inventory,
                        .broken_region = plan.surviving_region,
                        .surviving_region = plan.broken_region};
  for (const StepSpec& spec : plan.definition.failback.steps) {
    auto planned = plan_step(plan, spec, scope);
    if (!planned) return tl::unexpected{planned.error()};
    plan.failback_steps.push_back(std::move(*planned));
  }
  return {};
}

Result<void> check_ids(const Plan& plan) {
  std::set<std::string> ids;
  for (const Change* change : all_changes(plan)) {
    if (change->id.empty() || !ids.insert(change->id).second) {
      return fail(ErrorKind::internal, "plan the drill", plan.drill().file,
                  fmt::format("two changes are called \"{}\"", change->id));
    }
  }
  return {};
}

}  // namespace

const PlannedStep* Plan::fence() const {
  const auto found = std::ranges::find_if(steps, &PlannedStep::is_fence);
  return found == steps.end() ? nullptr : &*found;
}

std::size_t Plan::first_felt_step() const {
  const auto found = std::ranges::find_if(
      failback_steps, [](const PlannedStep& step) { return touches_clients(step.spec); });
  return static_cast<std::size_t>(found - failback_steps.begin());
}

bool breaks_a_region(const Plan& plan) {
  return std::ranges::any_of(plan.drill().faults,
                             [](const FaultSpec& fault) { return aims_at_region(fault.params); });
}

std::vector<const Change*> all_changes(const Plan& plan) {
  std::vector<const Change*> all;
  for (const PlannedLedger& ledger : plan.ledgers) all.push_back(&ledger.make_table);
  for (const PlannedFault& fault : plan.faults) {
    for (const Change& change : fault.plan.changes) all.push_back(&change);
  }
  for (const PlannedStep& step : plan.steps) {
    for (const Change& change : step.plan.changes) all.push_back(&change);
  }
  for (const PlannedStep& step : plan.failback_steps) {
    for (const Change& change : step.plan.changes) all.push_back(&change);
  }
  return all;
}

Result<Plan> build_plan(Definition definition, std::string run_id, const MakeTable& make_table) {
  Plan plan;
  plan.run_id = std::move(run_id);
  plan.definition = std::move(definition);
  find_regions(plan);
  auto built = plan_ledgers(plan, make_table)
                   .and_then([&] { return plan_faults(plan); })
                   .and_then([&] { return plan_steps(plan); })
                   .and_then([&] { return plan_failback(plan); })
                   .and_then([&] { return check_ids(plan); });
  if (!built) return tl::unexpected{std::move(built.error())};
  plan.blast_radius = weigh(plan);
  return plan;
}

}  // namespace gameday
