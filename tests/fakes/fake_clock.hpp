// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "world/world.hpp"

namespace gameday {

/// A clock that stands still until it is told to go on. All three clocks move together; the wall
/// clock can be set. May be read and moved from different threads.
class FakeClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{Duration{m_elapsed.load()}}; }
  [[nodiscard]] WallTime wall() const override {
    return WallTime{Duration{m_epoch.load() + m_elapsed.load()}};
  }
  [[nodiscard]] Duration boottime() const override {
    return Duration{m_suspended.load() + m_elapsed.load()};
  }

  void advance(Duration by) { m_elapsed += by.count(); }
  /// Steps the wall clock, as an operator or NTP would.
  void step_wall(Duration by) { m_epoch += by.count(); }
  /// Time in which the machine slept: only the boot clock and the wall clock go on.
  void suspend(Duration by) {
    m_suspended += by.count();
    m_epoch += by.count();
  }

 private:
  std::atomic<std::int64_t> m_elapsed{std::int64_t{1'000} * 1'000'000'000};
  std::atomic<std::int64_t> m_suspended{0};
  /// With the elapsed time this makes 2026-11-23T10:00:00Z at the start.
  std::atomic<std::int64_t> m_epoch{(std::int64_t{1'795'428'000} - 1'000) * 1'000'000'000};
};

}  // namespace gameday
