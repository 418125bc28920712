// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>

#include "drills/run/keeper.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

TEST_CASE("who keeps a run is written down beside it") {
  const Scratch scratch;
  CHECK_FALSE(read_keeper_mark(scratch.path).has_value());
  REQUIRE(write_keeper_mark(scratch.path, {"0badcafe", 42, 7}));
  const auto mark = read_keeper_mark(scratch.path);
  REQUIRE(mark.has_value());
  CHECK(mark->run_id == "0badcafe");
  CHECK(mark->pid == 42);
  CHECK(mark->start_time == 7);
}

TEST_CASE("a damaged mark is none") {
  const Scratch scratch;
  for (const char* text :
       {"", "{", "[]", R"({"run":"x"})", R"({"run":1,"pid":2,"start_time":3})"}) {
    std::ofstream{scratch.path / "keeper.json"} << text;
    CHECK_FALSE(read_keeper_mark(scratch.path).has_value());
  }
}

}  // namespace
}  // namespace gameday
