// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "drills/definition/drill.hpp"
#include "drills/definition/policy.hpp"

namespace gameday {

/// Sets one threshold of a policy from "hold=1s": the keys of [policy] but for its mode and its
/// regions, and `window`, `down_above`, `up_below`, `stale_after` of every layer and veto, or of
/// one: "app.window=250ms". Errors: bad_input.
[[nodiscard]] Result<void> set_threshold(PolicySpec& policy, std::string_view setting);

/// A policy with all those settings. Errors: bad_input, also where it then does not fit together,
/// or not to the drill.
[[nodiscard]] Result<PolicySpec> with_settings(PolicySpec policy, const Drill& drill,
                                               const std::vector<std::string>& settings);

}  // namespace gameday
