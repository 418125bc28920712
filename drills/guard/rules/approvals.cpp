// SPDX-License-Identifier: Apache-2.0
// How many people besides the starter must have approved the plan. None can be given yet, so that
// whoever asks for one gets a refusal.
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.approvals || config.approvals->value == 0) return {};
  return {{fmt::format("{} needed", config.approvals->value), config.approvals->place}};
}

std::vector<Statement> object(const GuardCase& /*guarded*/, const GuardConfig& config,
                              bool /*widens*/) {
  if (!config.approvals || config.approvals->value == 0) return {};
  return {{fmt::format("{} needed, and the plan has none", config.approvals->value),
           config.approvals->place}};
}

}  // namespace

const GuardRule k_guard_approvals{"approvals", says, object};

}  // namespace gameday
