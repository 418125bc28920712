// SPDX-License-Identifier: Apache-2.0
// The hosts on which anything may be changed, by name.
#include <algorithm>
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.targets) return {};
  return {{fmt::format("only {}", fmt::join(config.targets->value, ", ")), config.targets->place}};
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config,
                              bool /*widens*/) {
  if (!config.targets) return {};
  std::vector<Statement> objections;
  for (const std::string& changed : guarded.reach.changed) {
    const Host* host = guarded.plan.definition.inventory.find_host(changed);
    const std::vector<std::string> names = host != nullptr ? names_of(*host) : std::vector{changed};
    const bool allowed = std::ranges::any_of(names, [&](const std::string& name) {
      return std::ranges::any_of(config.targets->value, [&](const std::string& pattern) {
        return fits_pattern(name, pattern);
      });
    });
    if (allowed) continue;
    objections.push_back(
        {fmt::format("{} would be changed, and is not among the allowed targets", changed),
         config.targets->place});
  }
  return objections;
}

}  // namespace

const GuardRule k_guard_targets{"targets", says, object};

}  // namespace gameday
