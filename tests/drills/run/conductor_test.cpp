// SPDX-License-Identifier: Apache-2.0
#include "drills/run/conductor.hpp"

#include <doctest/doctest.h>

#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a drill goes through its stages in their order") {
  SimulatedRun run(small_plan());
  run.run();
  REQUIRE(run.finish.has_value());
  CHECK(run.stages == std::vector<Stage>{Stage::baseline, Stage::inject, Stage::prove, Stage::watch,
                                         Stage::fail_over, Stage::recover, Stage::count,
                                         Stage::fence, Stage::heal, Stage::settle,
                                         Stage::count_again, Stage::verify, Stage::finished});
  CHECK_FALSE(run.finish->refused);
  CHECK_FALSE(run.finish->how.aborted);
  CHECK(run.finish->how.everything_reverted);
  CHECK(run.finish->how.end_state == "failed-over");
}

TEST_CASE("the conductor is deterministic") {
  SimulatedRun one(small_plan());
  SimulatedRun two(small_plan());
  one.run();
  two.run();
  CHECK(one.orders == two.orders);
}

}  // namespace
}  // namespace gameday
