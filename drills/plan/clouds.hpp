// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "drills/plan/plan.hpp"
#include "injectors/aws_found.hpp"

namespace gameday {

/// Where on AWS the faults of a plan act.
[[nodiscard]] std::set<AwsSpot> clouds_of(const Plan& plan);

/// How long, from the start of the baseline, credentials must be good: until the last fault has
/// ended, things have settled, and all has been put back (safety.md, "The control path").
[[nodiscard]] Duration credentials_needed(const Plan& plan);

}  // namespace gameday
