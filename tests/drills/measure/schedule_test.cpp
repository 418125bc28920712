// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/schedule.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <vector>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Instant at(Duration since_start) { return Instant{since_start}; }

std::vector<Instant> take(Schedule& schedule, Instant now) {
  std::vector<Instant> ticks;
  schedule.take_due(now, [&](Instant intended) { ticks.push_back(intended); });
  return ticks;
}

using Ticks = std::vector<Instant>;

}  // namespace

TEST_CASE("ticks are absolute: a late turn delays none of those that follow") {
  Schedule schedule(at(1s), 10ms);
  CHECK(take(schedule, at(999ms)).empty());
  CHECK(take(schedule, at(1s)) == Ticks{at(1000ms)});
  CHECK(schedule.next() == at(1010ms));
  CHECK(take(schedule, at(1017ms)) == Ticks{at(1010ms)});
  CHECK(schedule.next() == at(1020ms));
  CHECK(take(schedule, at(1019ms)).empty());
}

TEST_CASE("ticks missed in a short stall are all sent, with the moments that were intended") {
  Schedule schedule(at(1s), 10ms);
  CHECK(take(schedule, at(1035ms)) == Ticks{at(1000ms), at(1010ms), at(1020ms), at(1030ms)});
  CHECK(schedule.next() == at(1040ms));
}

TEST_CASE("of a long stall the first tick and the last ones are sent, a bounded burst in all") {
  Schedule schedule(at(1s), 10ms);
  const Ticks ticks = take(schedule, at(2s));
  REQUIRE(ticks.size() == Schedule::k_burst);
  CHECK(ticks.front() == at(1s));
  CHECK(ticks[1] == at(1920ms));
  CHECK(ticks.back() == at(2s));
  CHECK(schedule.next() == at(2010ms));
}

TEST_CASE("instruments are spread over their periods") {
  CHECK(first_tick(at(1s), 20ms, 0, 4) == at(1000ms));
  CHECK(first_tick(at(1s), 20ms, 1, 4) == at(1005ms));
  CHECK(first_tick(at(1s), 20ms, 3, 4) == at(1015ms));
}

TEST_CASE("as many may be under way as the timeout takes periods, and two") {
  CHECK(flights_allowed(500ms, 10ms) == 52);
  CHECK(flights_allowed(500ms, 1s) == 2);
}
