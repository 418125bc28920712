// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "world/world.hpp"

namespace gameday {

/// Looks at all proofs of a fault, at the same time; the worst of them counts. Blocks as long as
/// the slowest look.
[[nodiscard]] events::FaultProven prove(Performer& performer, const PlannedFault& fault);

/// Reads the drop counters of a fault; empty where it has none or they cannot be read.
[[nodiscard]] events::CountersRead read_counters(Performer& performer, const PlannedFault& fault);

}  // namespace gameday
