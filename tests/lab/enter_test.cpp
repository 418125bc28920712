// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_test.cpp.
#include <doctest/doctest.h>

#include "lab/lab.hpp"

using namespace gameday;
using namespace gameday::lab;

TEST_CASE("a lab that is not up cannot be entered, by any of the ways") {
  const auto joined = join_user_namespace("t-unit-absent");
  REQUIRE_FALSE(joined);
  CHECK(joined.error().kind == ErrorKind::absent);
  CHECK(joined.error().next.find("gameday lab up") != std::string::npos);
  const auto entered = enter_network("t-unit-absent", "world");
  REQUIRE_FALSE(entered);
  CHECK(entered.error().kind == ErrorKind::absent);
  CHECK(enter_main("t-unit-absent", "db-a", {"true"}) == 125);
}

TEST_CASE("names that are none are not looked up") {
  CHECK(join_user_namespace("../etc").error().kind == ErrorKind::bad_input);
  CHECK(enter_network("", "world").error().kind == ErrorKind::bad_input);
}

TEST_CASE("an unknown host and an empty command are refused") {
  CHECK(enter_main("t-unit-absent", "nobody", {"true"}) == 125);
  CHECK(enter_main("t-unit-absent", "db-a", {}) == 125);
}
