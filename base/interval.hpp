// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/units.hpp"
#include "base/verdict.hpp"

namespace gameday {

/// A measured length of time with its error: the truth lies in [low, high]. A missing end is not
/// known.
struct Interval {
  std::optional<Duration> low;
  std::optional<Duration> high;

  bool operator==(const Interval&) const = default;
};

/// An event that happened after `low` and not later than `high`.
struct Moment {
  Instant low;
  Instant high;

  bool operator==(const Moment&) const = default;
};

/// met if high <= target, missed if low > target, else unknown (measurement.md, Outage and RTO).
[[nodiscard]] Verdict judge(const Interval& measured, Duration target);

/// Largest low and largest high; an end is null if it is null in either (measurement.md, Samples).
[[nodiscard]] Interval worst(const Interval& a, const Interval& b);

/// From a moment to another: [later.low - earlier.high, later.high - earlier.low], never below 0.
[[nodiscard]] Interval between(const Moment& earlier, const Moment& later);

/// "3.21 to 3.24 s", "more than 12.00 s", "unknown".
[[nodiscard]] std::string format_interval(const Interval& value);

}  // namespace gameday
