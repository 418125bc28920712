// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "base/units.hpp"

namespace gameday {

/// The ticks of one instrument: absolute, so that no delay adds up. Pure: it is told the time.
class Schedule {
 public:
  /// Sent at once after a stall; the ticks beyond that are left out, so that the burst does not
  /// measure itself. Their absence is a gap in the samples, and the first one's lag tells its
  /// length.
  static constexpr int k_burst = 10;

  /// `every` is above zero.
  Schedule(Instant first, Duration every) : m_next(first), m_every(every) {}

  /// When the next tick is due.
  [[nodiscard]] Instant next() const { return m_next; }
  /// Calls `send` with the intended moment of every tick that is due, earliest first.
  void take_due(Instant now, const std::function<void(Instant intended)>& send);

 private:
  Instant m_next;
  Duration m_every;
};

/// The first tick of instrument `index` of `count`: they are spread over their periods, so that
/// they do not wait for each other.
[[nodiscard]] Instant first_tick(Instant start, Duration every, std::size_t index,
                                 std::size_t count);

/// How many requests of an instrument may be under way: as many as its timeout takes periods, and
/// two.
[[nodiscard]] std::size_t flights_allowed(Duration timeout, Duration every);

}  // namespace gameday
