// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drills/guard/calendar.hpp"
#include "drills/guard/config.hpp"
#include "drills/guard/reach.hpp"

/// Every guard that judges a plan; rules/<rule>.cpp defines `const GuardRule k_guard_<rule>`.
#define GAMEDAY_GUARD_RULES(X) \
  X(environments) \
  X(this_machine) \
  X(networks) \
  X(targets) \
  X(off_limits) \
  X(share) \
  X(write_rate) \
  X(freeze) \
  X(approvals)

namespace gameday {

/// A plan on its way through the guards.
struct GuardCase {
  const Plan& plan;
  Reach reach;
  Stretch when;  ///< from the start to the moment at which the last fault ends by itself
  /// Something is changed that is not in a lab, or everything is.
  [[nodiscard]] bool outside_lab() const {
    return !plan.definition.inventory.lab || !reach.outside.empty() || reach.this_machine;
  }
};
[[nodiscard]] GuardCase guard_case(const Plan& plan, WallTime now);

/// What a guard says, and where that is written.
struct Statement {
  std::string text;
  RulePlace place;
};

/// One guard.
struct GuardRule {
  std::string_view name;  ///< the key that sets it
  /// What it says here, for `gameday plan`; empty = this file has no such rule.
  std::vector<Statement> (*says)(const GuardConfig& config);
  /// Why it says no. `widens` = the file is the one that may allow what is refused where nobody
  /// says anything.
  std::vector<Statement> (*object)(const GuardCase& plan, const GuardConfig& config, bool widens);
};

#define GAMEDAY_DECLARE(rule) extern const GuardRule k_guard_##rule;
GAMEDAY_GUARD_RULES(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const GuardRule* const> guard_rules();

}  // namespace gameday
