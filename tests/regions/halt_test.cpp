// SPDX-License-Identifier: Apache-2.0
// A real incident while a drill is under way: another terminal halts it, and all that would follow.
#include <doctest/doctest.h>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

constexpr int k_refused = 5;
constexpr int k_aborted = 6;

TEST_CASE("halted from another terminal, nothing starts until it is resumed") {
  const Lab lab("halt");
  const Home home;
  DrillUnderWay run(lab, "region_blackhole");
  REQUIRE(run.tells("is in force"));
  CHECK(gameday({"halt", "--why", "a real incident"}).status == 0);
  CHECK(run.ended() == k_aborted);
  CHECK(router_is_clean(lab));
  CHECK(run_drill_in(lab, "region_blackhole").status == k_refused);
  CHECK(gameday({"resume"}).status == 0);
  CHECK(gameday({"run", "region_blackhole", "--lab", lab.name(), "--preflight"}).status == 0);
  CHECK(gameday({"abort"}).status == k_refused);
}

}  // namespace
}  // namespace gameday::regions
