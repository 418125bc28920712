// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/score/inquiry.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// What became of one step: late with a deadline is missed, skipped or never started is unknown.
[[nodiscard]] StepScore judge_step(const Inquiry& inquiry, const StepSpec& spec);

}  // namespace gameday
