// SPDX-License-Identifier: Apache-2.0
#include "world/clock.hpp"

#include <ctime>

namespace gameday {
namespace {

/// clock_gettime cannot fail for these three clocks on a Linux that has pidfds.
Duration read_clock(clockid_t id) {
  timespec time{};
  clock_gettime(id, &time);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

}  // namespace

Instant RealClock::now() const { return Instant{read_clock(CLOCK_MONOTONIC)}; }

WallTime RealClock::wall() const { return WallTime{read_clock(CLOCK_REALTIME)}; }

Duration RealClock::boottime() const { return read_clock(CLOCK_BOOTTIME); }

}  // namespace gameday
