// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drills/score/facts.hpp"
#include "drills/score/scorecard.hpp"
#include "runbooks/step.hpp"

namespace gameday {

/// One phase's end. `expected` = this drill has such a phase at all.
struct Boundary {
  std::string_view phase;
  bool expected = false;
  std::optional<Moment> event;
};

/// The earlier of two moments, bound by bound.
[[nodiscard]] Moment earlier(const Moment& a, const Moment& b);

/// When the last of the steps that `picks` was done; null where one was not. The fence has a stage
/// of its own.
[[nodiscard]] Boundary steps_done(const std::vector<StepSpec>& steps, const std::string& fence,
                                  const Facts& facts, std::string_view phase,
                                  bool (*picks)(const StepSpec&));

/// The phases between an onset and the recovery, which is the last boundary. Time up to an event
/// that did not happen is unattributed.
[[nodiscard]] std::vector<PhaseScore> add_up(const Moment& onset, const std::vector<Boundary>& all);

}  // namespace gameday
