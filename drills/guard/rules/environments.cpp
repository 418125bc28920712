// SPDX-License-Identifier: Apache-2.0
// Where drills may run at all. Until somebody allows more: in a lab.
#include <algorithm>
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.environments) return {};
  return {{fmt::format("only {}", fmt::join(config.environments->value, ", ")),
           config.environments->place}};
}

std::string what_is_outside(const GuardCase& guarded) {
  const Inventory& inventory = guarded.plan.definition.inventory;
  if (!inventory.lab) return fmt::format("the inventory {} names no lab", inventory.file);
  if (guarded.reach.outside.empty()) return "this machine itself would make changes";
  return fmt::format("{} would be changed, which is in no lab",
                     fmt::join(guarded.reach.outside, ", "));
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config, bool widens) {
  const std::string& environment = guarded.plan.definition.inventory.environment;
  if (config.environments) {
    if (std::ranges::count(config.environments->value, environment) > 0) return {};
    return {{fmt::format("the environment \"{}\" is not among those allowed", environment),
             config.environments->place}};
  }
  if (!widens || !guarded.outside_lab()) return {};
  return {{fmt::format("{}, and only labs are allowed", what_is_outside(guarded)),
           {config.file, config.file.empty() ? 0 : 1}}};
}

}  // namespace

const GuardRule k_guard_environments{"environments", says, object};

}  // namespace gameday
