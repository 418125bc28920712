// SPDX-License-Identifier: Apache-2.0
#include "world/clock.hpp"

#include <doctest/doctest.h>

#include <ctime>

using namespace gameday;

TEST_CASE("each clock is the kernel's own") {
  const RealClock clock;
  const auto kernel = [](clockid_t id) {
    timespec time{};
    clock_gettime(id, &time);
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
  };
  const auto close_to = [](Duration a, Duration b) { return b - a < std::chrono::seconds{1}; };
  CHECK(close_to(clock.now().time_since_epoch(), kernel(CLOCK_MONOTONIC)));
  CHECK(close_to(clock.wall().time_since_epoch(), kernel(CLOCK_REALTIME)));
  CHECK(close_to(clock.boottime(), kernel(CLOCK_BOOTTIME)));
  CHECK(clock.wall().time_since_epoch() > std::chrono::hours{24 * 365 * 50});
}

TEST_CASE("the run's clock never goes back") {
  const RealClock clock;
  Instant last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    const Instant next = clock.now();
    REQUIRE(next >= last);
    last = next;
  }
}
