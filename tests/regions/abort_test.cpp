// SPDX-License-Identifier: Apache-2.0
// Stopping a drill by Ctrl-C and by SIGTERM: before the point of no return
// everything goes back, after it the old primary is fenced and the service stays where it is.
#include <doctest/doctest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

constexpr int k_aborted = 6;

bool serves_in_a(const Lab& lab) {
  return lab.on("clients", {"true"}).status == 0 &&
         lab.sql("a", "select pg_is_in_recovery()") == "f" &&
         lab.sql("b", "select pg_is_in_recovery()") == "t";
}

TEST_CASE("a drill can be stopped at any time") {
  const Lab lab("abort");

  SUBCASE("by Ctrl-C before the point of no return: everything is back") {
    const Home home;
    DrillUnderWay run(lab, "region_blackhole");
    REQUIRE(run.tells("is in force"));
    run.signal(SIGINT);
    const int status = run.ended();
    INFO(run.told());
    CHECK(status == k_aborted);
    CHECK(router_is_clean(lab));
    CHECK(serves_in_a(lab));
    CHECK(scorecard_of(home.run_of("region_blackhole")).at("aborted") != nullptr);
  }

  SUBCASE("by SIGTERM after it, and again: fenced, healed, in the other region") {
    const Home home;
    DrillUnderWay run(lab, "region_blackhole");
    REQUIRE(run.tells("RECOVER "));
    run.signal(SIGTERM);
    REQUIRE(run.tells("ABORT"));
    run.signal(SIGTERM);
    const int status = run.ended();
    INFO(run.told());
    CHECK(status == k_aborted);
    CHECK(router_is_clean(lab));
    CHECK(lab.on("db-a", {"pg_ctl", "status"}).status == 3);
    CHECK(lab.sql("b", "select pg_is_in_recovery()") == "f");
    CHECK(scorecard_of(home.run_of("region_blackhole")).at("end_state") == "failed-over");
  }
}

}  // namespace
}  // namespace gameday::regions
