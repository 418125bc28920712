// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "drills/score/scorecard.hpp"

/// The members that the way over and the way back have in common in scorecard.json.
namespace gameday {

/// Values that are null where they are not known, never 0.
namespace nullable {
[[nodiscard]] Json seconds(const std::optional<Duration>& value);
[[nodiscard]] Json text(const std::string& value);  ///< null where it is empty
}  // namespace nullable

/// `<name>low_s` and `<name>high_s`.
void put_interval(Json& json, const std::string& name, const std::optional<Interval>& value);

/// A member of `objectives`.
[[nodiscard]] Json objective_json(const ObjectiveScore& score);
/// A member of `phases`.
[[nodiscard]] Json phase_json(const PhaseScore& phase);
/// A member of `runbook`.
[[nodiscard]] Json step_json(const StepScore& step);
/// A member of `checks`.
[[nodiscard]] Json check_json(const CheckScore& check);

/// The member `failback`; times since the run's start.
[[nodiscard]] Json failback_json(const FailbackScore& score, Instant start);

}  // namespace gameday
