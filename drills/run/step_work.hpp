// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "drills/record/journal.hpp"
#include "drills/run/executor.hpp"
#include "world/world.hpp"

namespace gameday {

/// What a step needs to be carried out.
struct StepTools {
  World& world;
  Executor& executor;
  Journal& journal;
  const std::atomic<bool>& stopping;  ///< true: end waits early
};

/// Carries out one runbook step: its changes, its waits, its question. The point of no return is
/// journalled first. Blocks for at most the step's deadline and that of the action under way.
[[nodiscard]] events::StepMoved carry_out(const StepTools& tools, const PlannedStep& step);

/// Carries out the fence.
[[nodiscard]] events::StepMoved carry_out_fence(const StepTools& tools, const PlannedStep& fence);

/// Sees whether the fence holds.
[[nodiscard]] events::FenceSeen look_at_fence(Performer& performer, const PlannedStep& fence);

}  // namespace gameday
