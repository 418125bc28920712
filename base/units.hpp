// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gameday {

using Duration = std::chrono::nanoseconds;

/// Tag of the run's clock, CLOCK_MONOTONIC. It has no now(): the pure parts are handed the time.
struct RunClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<RunClock>;
  static constexpr bool is_steady = true;
};

/// A moment on the run's monotonic clock, nanoseconds since boot.
using Instant = RunClock::time_point;

/// A moment on the wall clock, nanoseconds since the Unix epoch, UTC.
using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Reads "250ms", "10s", "1m30.5s" (units ns us ms s m h d). A bare number is an error (bad_input).
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);

/// The shortest exact form that parse_duration reads back: "250ms", "10s", "1m30s".
[[nodiscard]] std::string format_duration(Duration value);

/// Seconds with as many decimals as asked for: "3.21".
[[nodiscard]] std::string format_seconds(Duration value, int decimals = 2);

/// Seconds as a double rounded to the microsecond, the form of scorecard.json.
[[nodiscard]] double to_seconds(Duration value);

/// "2026-11-23T10:00:00Z", with `decimals` digits of a second where asked for.
[[nodiscard]] std::string format_utc(WallTime at, int decimals = 0);

/// Reads what format_utc writes. Errors: bad_input.
[[nodiscard]] Result<WallTime> parse_utc(std::string_view text);

/// Nanoseconds since boot, the form of the records on disk.
[[nodiscard]] constexpr std::int64_t to_ns(Instant at) { return at.time_since_epoch().count(); }

/// The inverse of to_ns.
[[nodiscard]] constexpr Instant from_ns(std::int64_t ns) { return Instant{Duration{ns}}; }

}  // namespace gameday
