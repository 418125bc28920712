// SPDX-License-Identifier: Apache-2.0
#include "cli/run_world.hpp"

#include <doctest/doctest.h>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

TEST_CASE("without a frozen inventory there is no world to reach") {
  const Scratch scratch;
  CHECK(RunWorld::open(scratch.path).error().kind == ErrorKind::absent);
}

TEST_CASE("it acts on its inventory, and has nobody to ask") {
  RunWorld opened{Inventory{}};
  const auto done = opened.world().performer.perform(
      {{}, std::chrono::milliseconds{5000}, Exec{{"/usr/bin/true"}}});
  CHECK(done.value().ok);
  CHECK_FALSE(opened.world().prompt.ask("key", "why?", std::chrono::milliseconds{1}));
}

TEST_CASE(
    "a lab that nobody raised runs no more; one that cannot be named is not known to be gone") {
  CHECK(lab_runs_no_more("never-raised", "1-2-3"));
  CHECK(no_lab_runs("never-raised"));
  CHECK_FALSE(lab_runs_no_more("../no name", "1-2-3"));
}

}  // namespace
}  // namespace gameday
