// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/run/preflight.hpp"
#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

TEST_CASE("a halt lies in the home until it is resumed; both may be repeated") {
  const Scratch scratch;
  const Variable home("GAMEDAY_HOME", (scratch.path / "home").string());
  const Variable live("GAMEDAY_LIVE", (scratch.path / "live").string());
  for (int i = 0; i < 2; ++i) {
    CHECK(run_program({"halt", "--why", "a real incident"}).status == 0);
    CHECK(read_text(halt_file(scratch.path / "home")).starts_with("a real incident ("));
  }
  CHECK(run_program({"resume"}).err == "drills may start again\n");
  CHECK(run_program({"resume"}).err == "nothing was halted\n");
  CHECK_FALSE(std::filesystem::exists(halt_file(scratch.path / "home")));
}

TEST_CASE("a home that cannot be written to is said, not swallowed") {
  const Variable home("GAMEDAY_HOME", "/proc/nowhere");
  CHECK(run_program({"halt"}).status == 70);
}

}  // namespace
}  // namespace gameday
