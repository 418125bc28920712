// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

#include "drills/measure/outage.hpp"

namespace gameday::test {

/// An outage whose length is known from outside: when it began, and how long it was at least and at
/// most.
struct Truth {
  Moment onset;
  Duration shortest{};
  Duration longest{};
};

/// The samples of one probe held against an outage that is known.
struct Watch {
  Samples samples;
  Duration every{};
  Duration timeout{};
};

inline Duration worst_lag(const Samples& samples) { return lag_quantile(samples, 1.0); }

/// How long the sample took that was done at a moment.
inline Duration time_of(const Samples& samples, Instant done) {
  const auto found = std::ranges::find(samples, done, &Sample::done);
  REQUIRE(found != samples.end());
  return found->done - found->sent;
}

/// By how much a timeout may ring late on a busy machine.
inline constexpr Duration k_rings_late = std::chrono::milliseconds{50};

/// The truth meets the measured interval, and the interval is no wider than what was asked for: a
/// period (as far as the machine kept to it) and the answer's time, at the start the timeout.
inline void check_truth(const Watch& watch, const Truth& truth) {
  const OutageRule rule{watch.every, 20 * watch.every, 0.99};
  const Outage outage = find_outage(watch.samples, truth.onset, rule, Instant::max());
  REQUIRE_FALSE(outage.stale);
  if (!outage.observed) {
    CHECK(truth.shortest <= watch.every + worst_lag(watch.samples));
    REQUIRE(outage.rto.high);
    CHECK(*outage.rto.high >= truth.shortest);
    return;
  }
  REQUIRE(outage.began);
  REQUIRE(outage.recovered);
  REQUIRE(outage.length.low);
  REQUIRE(outage.length.high);
  CHECK(*outage.length.low <= truth.longest);
  CHECK(*outage.length.high >= truth.shortest);
  CHECK(*outage.rto.low <= truth.longest);
  CHECK(*outage.rto.high >= truth.shortest);
  const Duration period = watch.every + worst_lag(watch.samples);
  const Duration answer = time_of(watch.samples, outage.recovered->high);
  CHECK(outage.recovered->high - outage.recovered->low <= period + answer);
  const Duration given_up = time_of(watch.samples, outage.began->high);
  CHECK(given_up <= watch.timeout + k_rings_late);
  CHECK(outage.began->high - outage.began->low <= period + given_up);
}

}  // namespace gameday::test
