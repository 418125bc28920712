// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "drills/score/rule.hpp"

/// Every rule, in the order in which they are applied: a later one may read what an earlier one
/// wrote. rules/<name>.cpp defines `const Rule k_rule_<name>`.
#define GAMEDAY_RULES(X) \
  X(identity)            \
  X(baseline)            \
  X(faults)              \
  X(probes)              \
  X(rto)                 \
  X(rpo)                 \
  X(alerts)              \
  X(detect)              \
  X(primaries)           \
  X(runbook)             \
  X(phases)              \
  X(policy)              \
  X(failback)            \
  X(coverage)            \
  X(findings)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const Rule k_rule_##kind;
GAMEDAY_RULES(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Rule* const> score_rules();

}  // namespace gameday
