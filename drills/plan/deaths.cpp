// SPDX-License-Identifier: Apache-2.0
// The rules of safety.md, said for one drill: what is left if gameday is killed at each point.
#include <algorithm>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "drills/plan/plan.hpp"
#include "injectors/mechanisms.hpp"

namespace gameday {
namespace {

/// "lapses by itself 28s after its onset (the kernel of the target, ...)".
std::string dead_man(const PlannedFault& fault) {
  const Mechanism* mechanism = find_kind(mechanisms(), fault.plan.mechanism);
  Duration longest{};
  DeadMan lifter = DeadMan::kernel;
  for (const Change& change : fault.plan.changes) {
    if (!change.revert) continue;
    longest = std::max(longest, change.expires_after.value_or(Duration{}));
    lifter = change.dead_man;
    if (lifter == DeadMan::nobody) break;
  }
  if (longest == Duration{} || lifter == DeadMan::nobody) {
    return fmt::format("{} stays until `gameday recover`", fault.spec.name);
  }
  return fmt::format("{} lapses by itself {} after its onset ({})", fault.spec.name,
                     format_duration(longest),
                     mechanism == nullptr ? describe(lifter) : mechanism->dead_man);
}

std::string all_dead_men(const Plan& plan) {
  std::string text;
  for (const PlannedFault& fault : plan.faults) {
    text += (text.empty() ? "" : "; ") + dead_man(fault);
  }
  return text;
}

const PlannedStep* first_promotion(const Plan& plan) {
  const auto found = std::ranges::find_if(plan.steps, &PlannedStep::promotes);
  return found == plan.steps.end() ? nullptr : &*found;
}

std::string tables(const Plan& plan) {
  return plan.ledgers.empty() ? "nothing is in force"
                              : "the keeper drops the tables of the ledgers";
}

Death after_promotion(const Plan& plan, const PlannedStep& promotion) {
  const PlannedStep* fence = plan.fence();
  const std::string when = fmt::format("after the step {}", promotion.spec.name);
  const std::string stays = fmt::format("the service stays in {}", plan.surviving_region);
  if (fence == nullptr) {
    return {when, fmt::format("the keeper lifts the faults at once; {}; the system fences the old "
                              "primary itself, or both regions accept writes",
                              stays)};
  }
  return {when, fmt::format("the keeper first fences the old primary ({}), then lifts the faults; "
                            "{}. With the keeper dead too nobody is left to fence: {}; the old "
                            "primary is then NOT FENCED, and `gameday recover` fences first",
                            fence->spec.name, stays, all_dead_men(plan))};
}

void add_failback(const Plan& plan, std::vector<Death>& all) {
  if (plan.failback_steps.empty()) return;
  const std::size_t felt = plan.first_felt_step();
  const auto back = std::ranges::find_if(plan.failback_steps, &PlannedStep::promotes);
  all.push_back({"in the failback, before clients feel it",
                 fmt::format("{} serves, and what was rebuilt in {} stays as it is",
                             plan.surviving_region, plan.broken_region)});
  if (felt >= plan.failback_steps.size()) return;
  all.push_back(
      {fmt::format("in the failback, from the step {} on", plan.failback_steps[felt].spec.name),
       fmt::format("nothing is put back, so that no two nodes take writes; the service "
                   "may be down until its runbook is ended by hand, or `gameday recover "
                   "--force CHANGE` takes a step back{}",
                   back == plan.failback_steps.end()
                       ? std::string{}
                       : fmt::format("; not behind {}", back->spec.name))});
}

}  // namespace

std::vector<Death> deaths(const Plan& plan) {
  std::vector<Death> all;
  all.push_back({"before the first fault", tables(plan)});
  all.push_back({"while a fault is in force",
                 fmt::format("the keeper lifts it at once, and {}. With the keeper dead too: {}",
                             plan.ledgers.empty() ? "nothing is left" : "drops the ledgers' tables",
                             all_dead_men(plan))});
  const PlannedStep* promotion = first_promotion(plan);
  if (promotion != nullptr) all.push_back(after_promotion(plan, *promotion));
  const bool holds = std::ranges::any_of(
      all_changes(plan), [](const Change* change) { return change->on_death == Fate::hold; });
  all.push_back(
      {"after the heal",
       holds ? fmt::format("what the failover did stays in force: {} serves", plan.surviving_region)
             : tables(plan)});
  add_failback(plan, all);
  return all;
}

}  // namespace gameday
