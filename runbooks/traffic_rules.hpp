// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "base/json.hpp"
#include "base/params.hpp"

namespace gameday {

/// Keys of [traffic.x.rules]: what every shift of the manager must keep to.
[[nodiscard]] std::span<const ParamSpec> traffic_rule_specs();

/// A rule that need not be kept this once, and who says so.
struct RuleOverride {
  std::string rule;
  std::string by;
};

/// Reads { rule = "at_least", by = "ann" }; nothing where the table is empty. Errors: bad_input:
/// no such rule, or nobody named.
[[nodiscard]] Result<std::optional<RuleOverride>> read_override(const Json& table);

/// Looks whether the rules allow a shift to that region, from where the manager is reached, and
/// fails where they do not; nothing where the manager has no rules. Errors: bad_input.
[[nodiscard]] Result<std::optional<Action>> guard_shift(const TrafficManager& manager,
                                                        const std::string& to,
                                                        const std::optional<RuleOverride>& except);

}  // namespace gameday
