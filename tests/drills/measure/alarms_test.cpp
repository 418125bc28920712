// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/alarms.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

std::string ring_all(Alarms& alarms, Instant now) {
  std::string rung;
  while (const auto ring = alarms.take_due(now)) {
    ring();
    rung += '.';
  }
  return rung;
}

}  // namespace

TEST_CASE("alarms ring in the order of their moments, and of their setting where these are equal") {
  Alarms alarms;
  std::string heard;
  alarms.set(Instant{20ms}, [&] { heard += 'c'; });
  alarms.set(Instant{10ms}, [&] { heard += 'a'; });
  alarms.set(Instant{10ms}, [&] { heard += 'b'; });
  CHECK(alarms.next() == Instant{10ms});
  CHECK(ring_all(alarms, Instant{9ms}).empty());
  ring_all(alarms, Instant{10ms});
  CHECK(heard == "ab");
  CHECK(alarms.next() == Instant{20ms});
  ring_all(alarms, Instant{1s});
  CHECK(heard == "abc");
  CHECK_FALSE(alarms.next());
}

TEST_CASE("a cancelled alarm does not ring; cancelling one that has rung is fine") {
  Alarms alarms;
  std::string heard;
  const AlarmId a = alarms.set(Instant{10ms}, [&] { heard += 'a'; });
  const AlarmId b = alarms.set(Instant{11ms}, [&] { heard += 'b'; });
  alarms.cancel(a);
  ring_all(alarms, Instant{1s});
  CHECK(heard == "b");
  alarms.cancel(b);
  alarms.cancel(AlarmId{});
}
