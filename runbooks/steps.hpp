// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runbooks/step.hpp"

/// Every kind of step, one line each; steps/<kind>.cpp defines `const StepKind k_step_<kind>`.
#define GAMEDAY_STEPS(X) \
  X(sql) \
  X(traffic) \
  X(command) \
  X(wait_for) \
  X(dns) \
  X(confirm) \
  X(decide) \
  X(scale) \
  X(fence)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const StepKind k_step_##kind;
GAMEDAY_STEPS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const StepKind* const> step_kinds();

}  // namespace gameday
