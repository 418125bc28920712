// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "drills/definition/check.hpp"
#include "drills/definition/policy.hpp"

namespace gameday {

/// What does not fit together in a policy, and where: keys from [policy] down, for instance
/// {"layer", "app", "window"}.
struct PolicyFlaw {
  std::vector<std::string> path;
  std::string message;
  std::string hint = {};
};

/// Everything that is wrong with a drill's policy, by the drill alone: regions, layers and their
/// counts, the instruments that feed them, thresholds.
[[nodiscard]] std::vector<PolicyFlaw> find_policy_flaws(const Drill& drill,
                                                        const PolicySpec& policy);

/// Notes those flaws at their places in the drill, what its mode needs and does not have, and
/// regions that are not in the inventory, where there is one. Nothing without a policy.
void check_policy(const Part<Drill>& drill, const Inventory* inventory);

}  // namespace gameday
