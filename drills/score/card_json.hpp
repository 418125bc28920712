// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "drills/score/scorecard.hpp"

/// The members that the way over and the way back have in common in scorecard.json.
namespace gameday {

/// `<name>low_s` and `<name>high_s`.
void put_interval(Json& json, const std::string& name, const std::optional<Interval>& value);

[[nodiscard]] Json objective_json(const ObjectiveScore& score);
[[nodiscard]] Json phase_json(const PhaseScore& phase);
[[nodiscard]] Json step_json(const StepScore& step);
[[nodiscard]] Json check_json(const CheckScore& check);

/// The member `failback`; times since the run's start.
[[nodiscard]] Json failback_json(const FailbackScore& score, Instant start);

}  // namespace gameday
