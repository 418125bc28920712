// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "injectors/cut_plan.hpp"

// What a region and an availability zone that go dark share.
namespace gameday {

/// Which way is cut.
inline const ParamSpec k_param_direction{.name = "direction",
                                         .help = "in = packets to it, out = packets from it",
                                         .fallback = "both",
                                         .one_of = {"both", "in", "out"}};

/// The cut of all that belongs to a region or a zone, and its proofs: from where the clients are,
/// and from within. Errors: bad_input.
[[nodiscard]] Result<FaultPlan> plan_blackhole(const Region& target, const Params& params,
                                               const FaultScope& scope);

}  // namespace gameday
