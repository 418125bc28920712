// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/definition/check.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a recovery must hold for 5 s, and for 20 periods of the slowest that is judged") {
  Drill drill;
  drill.probes.resize(2);
  drill.probes[0].every = 20ms;
  drill.probes[1].every = 1s;
  drill.probes[1].judge = false;
  fill_defaults(drill);
  CHECK(drill.stable_for == 5s);
  drill.stable_for = {};
  drill.ledgers.resize(1);
  drill.ledgers[0].every = 300ms;
  fill_defaults(drill);
  CHECK(drill.stable_for == 6s);
}

TEST_CASE("what was written stays") {
  Drill drill;
  drill.objectives.rto = 10s;
  drill.give_up_after = 12s;
  drill.stable_for = 1s;
  drill.probes.push_back({.name = {}, .kind = {}, .timeout = 500ms, .good_within = 100ms});
  fill_defaults(drill);
  CHECK(drill.give_up_after == 12s);
  CHECK(drill.stable_for == 1s);
  CHECK(drill.probes[0].good_within == 100ms);
}

TEST_CASE("a drill gives up after twice its target") {
  Drill drill;
  fill_defaults(drill);
  CHECK_FALSE(drill.give_up_after);
  drill.objectives.rto = 10s;
  fill_defaults(drill);
  CHECK(drill.give_up_after == 20s);
}
