// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.hpp"
#include "drills/plan/plan.hpp"

namespace gameday {

/// The document of a plan without its digests.
[[nodiscard]] Json body_json(const Plan& plan);

/// Parameters as they were written: durations as texts, secrets by their reference.
[[nodiscard]] Json to_json(const Params& params);

}  // namespace gameday
