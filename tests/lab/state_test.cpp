// SPDX-License-Identifier: Apache-2.0
#include "lab/state.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

State sample() {
  return State{.phase = Phase::ready,
               .pid = 4711,
               .identity = "12-34-56",
               .rootless = true,
               .synchronous = false,
               .witness = true,
               .with = {"redis"},
               .first_order_s = 0.25,
               .servers = {"postgres-a: ready"},
               .error = "none \xff here"};
}

}  // namespace

TEST_CASE("a state is read as it was written") {
  const auto back = parse_state(write_state(sample()));
  REQUIRE(back);
  CHECK(back->phase == Phase::ready);
  CHECK(back->pid == 4711);
  CHECK(back->identity == "12-34-56");
  CHECK(back->rootless);
  CHECK_FALSE(back->synchronous);
  CHECK(back->witness);
  CHECK(back->with == std::vector<std::string>{"redis"});
  CHECK(back->first_order_s == doctest::Approx(0.25));
  CHECK(back->servers == std::vector<std::string>{"postgres-a: ready"});
  CHECK(write_state(*back) == write_state(*parse_state(write_state(*back))));
}

TEST_CASE("what is not a state is an error, not a crash") {
  for (const std::string text : {"", "{", "[]", "{\"phase\": 3}", "{\"phase\": \"ready\"}"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_state(text));
  }
}

TEST_CASE("a phase nobody knows counts as failed") {
  std::string text = write_state(sample());
  text.replace(text.find("\"ready\""), 7, "\"odd\"");
  const auto state = parse_state(text);
  REQUIRE(state);
  CHECK(state->phase == Phase::failed);
}

TEST_CASE("storing replaces the file at once, and a folder without one is told so") {
  const Scratch scratch;
  const auto none = load_state(scratch.folder());
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::absent);
  REQUIRE(store_state(scratch.folder(), State{}));
  REQUIRE(store_state(scratch.folder(), sample()));
  const auto state = load_state(scratch.folder());
  REQUIRE(state);
  CHECK(state->pid == 4711);
  CHECK_FALSE(store_state(scratch.folder() / "absent", sample()));
}
