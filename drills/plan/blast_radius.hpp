// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/plan/plan.hpp"

namespace gameday {

/// Adds up what a plan can touch; of a plan that is complete but for this.
[[nodiscard]] BlastRadius weigh(const Plan& plan);

}  // namespace gameday
