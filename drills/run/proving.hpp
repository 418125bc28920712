// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "drills/run/executor.hpp"
#include "world/world.hpp"

namespace gameday {

/// Looks at all proofs of a fault, at the same time; the worst of them counts. Blocks as long as
/// the slowest look.
[[nodiscard]] events::FaultProven prove(Performer& performer, const PlannedFault& fault);

/// For what happens only later (cloud APIs): looks until the proofs confirm it, for a minute or as
/// long as the fault lasts. Gives when the look that saw it ended, else the end of the last one:
/// the upper end of the onset (measurement.md, Onset).
[[nodiscard]] Instant see_it_bite(World& world, const PlannedFault& fault,
                                  const Pause& pause = sleep_for);

/// Reads the drop counters of a fault; empty where it has none or they cannot be read.
[[nodiscard]] events::CountersRead read_counters(Performer& performer, const PlannedFault& fault);

}  // namespace gameday
