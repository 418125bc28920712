// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "drills/score/scorecard.hpp"
#include "tests/sim/drill_sim.hpp"

namespace gameday::sim {

/// What the product promises of every run, whatever the script. Each function gives what is broken,
/// one sentence each; empty = all is kept.
using Broken = std::vector<std::string>;

/// Every change is reverted, held by intent, or reported; nobody's work is overwritten.
[[nodiscard]] Broken check_world(const Script& script, const Story& story, const SimWorld& world);
/// After a promotion no fault is lifted by us before the old primary is fenced.
[[nodiscard]] Broken check_fence(const Script& script, const SimWorld& world);
/// Times, stages, the life of each fault and change.
[[nodiscard]] Broken check_timeline(const Story& story);
/// The scorecard says what the script says.
[[nodiscard]] Broken check_scorecard(const Script& script, const Story& story,
                                     const Scorecard& card);

}  // namespace gameday::sim
