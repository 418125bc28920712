// SPDX-License-Identifier: Apache-2.0
#include "drills/run/machine_load.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

TEST_CASE("steal is the eighth column, guest time is not counted twice") {
  const auto times = parse_cpu_times("cpu  100 0 50 800 10 5 5 30 7 9\ncpu0 1 2 3\n");
  REQUIRE(times.has_value());
  CHECK(times->steal == 30);
  CHECK(times->total == 1000);
}

TEST_CASE("another form gives nothing") {
  CHECK_FALSE(parse_cpu_times("").has_value());
  CHECK_FALSE(parse_cpu_times("intr 1 2 3").has_value());
}

TEST_CASE("the share lies between none and all") {
  MachineLoad load;
  CHECK(load.steal_since_last() == 0);
  const double share = load.steal_since_last();
  CHECK(share >= 0);
  CHECK(share <= 1);
}

}  // namespace
}  // namespace gameday
