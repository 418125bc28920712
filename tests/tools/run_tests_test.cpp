// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tools/scene.hpp"

using namespace gameday;
using namespace gameday::tests;

namespace {

constexpr const char* k_ctest = R"(echo "$*" >"$SCENE/called"
cat <<END
    Start 1: base
1/3 Test #1: base .............................   Passed    0.12 sec
2/3 Test #2: regions.run.user .................***Failed   12.50 sec
what it printed
3/3 Test #3: tidy .............................   Passed    1.70 sec

67% tests passed, 1 tests failed out of 3

Total Test time (real) =  14.30 sec

The following tests FAILED:
	  2 - regions.run.user (Failed)
Errors while running CTest
END
exit 8)";

}  // namespace

TEST_CASE("the slowest are told, then ctest's own summary closes") {
  const Scene scene;
  scene.stand_in("ctest", k_ctest);
  const auto outcome = scene.run("run-tests", {"build", "-L", "unit"});
  CHECK(outcome.status == 8);
  CHECK(scene.read("called") ==
        "--test-dir build --output-on-failure --no-tests=error -j2 -L unit\n");
  const std::size_t failed = outcome.out.find("12.50 s  regions.run.user");
  const std::size_t tidy = outcome.out.find("1.70 s  tidy");
  const std::size_t summary = outcome.out.find("67% tests passed");
  CHECK(outcome.out.find("what it printed") < failed);
  CHECK(failed < tidy);
  CHECK(tidy < summary);
  CHECK(outcome.out.ends_with("Errors while running CTest\n"));
}

TEST_CASE("all passed is status 0") {
  const Scene scene;
  scene.stand_in("ctest", "echo '100% tests passed, 0 tests failed out of 1'");
  CHECK(scene.run("run-tests", {"build"}).status == 0);
}
