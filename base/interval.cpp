// SPDX-License-Identifier: Apache-2.0
#include "base/interval.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gameday {
namespace {

/// The unit in which an interval is shown; its ends are rounded outwards to it.
using Hundredths = std::chrono::duration<std::int64_t, std::centi>;

Duration not_negative(Duration value) { return std::max(value, Duration::zero()); }

std::string shown_low(Duration low) { return format_seconds(std::chrono::floor<Hundredths>(low)); }

std::string shown_high(Duration high) {
  return format_seconds(std::chrono::ceil<Hundredths>(high));
}

}  // namespace

Verdict judge(const Interval& measured, Duration target) {
  if (measured.high && *measured.high <= target) return Verdict::met;
  if (measured.low && *measured.low > target) return Verdict::missed;
  return Verdict::unknown;
}

Interval worst(const Interval& a, const Interval& b) {
  Interval result;
  if (a.low && b.low) result.low = std::max(*a.low, *b.low);
  if (a.high && b.high) result.high = std::max(*a.high, *b.high);
  return result;
}

Interval between(const Moment& earlier, const Moment& later) {
  return {not_negative(later.low - earlier.high), not_negative(later.high - earlier.low)};
}

std::string format_interval(const Interval& value) {
  if (value.low && value.high) {
    const std::string low = shown_low(*value.low);
    const std::string high = shown_high(*value.high);
    return low == high ? fmt::format("{} s", low) : fmt::format("{} to {} s", low, high);
  }
  if (value.low) return fmt::format("more than {} s", shown_low(*value.low));
  if (value.high) return fmt::format("at most {} s", shown_high(*value.high));
  return "unknown";
}

}  // namespace gameday
