// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_test.cpp.
#include "lab/supervisor.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>

#include "lab/lifeline.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

TEST_CASE("a supervisor without a folder, or with another one's, does not start") {
  CHECK(supervisor_main(Options{.name = "t-unit-absent"}) == EXIT_FAILURE);
  CHECK(supervisor_main(Options{.name = "No!"}) == EXIT_FAILURE);
}

TEST_CASE("why a lab could not be raised is in its status, with who it was") {
  const Scratch scratch;
  auto site = make_site(
      Options{.name = "t-unit", .synchronous = false, .witness = true, .with = {"redis"}});
  REQUIRE(site);
  site->folder = scratch.folder();
  auto life = take_lock(life_lock(scratch.folder()), Lock::exclusive, Duration::zero());
  REQUIRE(life);
  {
    Supervisor supervisor{*site, std::move(*life)};
    supervisor.tell_failure("no network");
    CHECK(is_locked(life_lock(scratch.folder())));
  }
  CHECK_FALSE(is_locked(life_lock(scratch.folder())));
  const auto state = load_state(scratch.folder());
  REQUIRE(state);
  CHECK(state->phase == Phase::failed);
  CHECK(state->error == "no network");
  CHECK(state->pid == getpid());
  CHECK(state->identity == identity_of(getpid()));
  CHECK_FALSE(state->synchronous);
  CHECK(state->witness);
  CHECK(state->with == std::vector<std::string>{"redis"});
}
