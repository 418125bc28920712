// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "drills/record/record.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// The whole run to scale, as one SVG of that width: stages, faults, phases, what each instrument
/// saw with the error of the outage's ends, writes acknowledged and lost, the runbook's steps. Time
/// is told from the onset of the fault.
[[nodiscard]] std::string draw_timeline(const Scorecard& card, const Record& record, int width,
                                        std::string_view id);

}  // namespace gameday
