// SPDX-License-Identifier: Apache-2.0
#include "world/shift_rules.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

ShiftScene scene() {
  return {.to = "region-b",
          .in_service = {{"region-a", false}, {"region-b", true}},
          .at_least = 1,
          .gates = {{"http://gate.lab", true}},
          .least_between = 60s,
          .since_last = 60s,
          .override_rule = {}};
}

std::string refused(const ShiftScene& scene) {
  const auto refusal = judge_shift(scene);
  return refusal ? refusal->rule : "";
}

}  // namespace

TEST_CASE("what keeps to every rule is allowed, and so is all where there is none") {
  CHECK_FALSE(judge_shift(scene()));
  CHECK_FALSE(judge_shift({.to = "region-b",
                           .in_service = {},
                           .at_least = {},
                           .gates = {},
                           .least_between = {},
                           .since_last = {},
                           .override_rule = {}}));
}

TEST_CASE("clients are sent to no region that is not in service, or of which nothing is known") {
  ShiftScene dead = scene();
  dead.in_service = {{"region-a", true}, {"region-b", false}};
  CHECK(refused(dead) == "target_in_service");
  ShiftScene unknown = scene();
  unknown.to = "region-c";
  CHECK(refused(unknown) == "target_in_service");
}

TEST_CASE("so many regions are in service, every switch is on, and the last shift is long ago") {
  ShiftScene few = scene();
  few.at_least = 2;
  CHECK(refused(few) == "at_least");
  ShiftScene off = scene();
  off.gates["http://other.lab"] = false;
  CHECK(refused(off) == "gates");
  ShiftScene soon = scene();
  soon.since_last = 59s;
  CHECK(refused(soon) == "least_between");
  soon.since_last = {};
  CHECK(refused(soon).empty());
}

TEST_CASE("an override lets one rule be, and no other") {
  ShiftScene soon = scene();
  soon.since_last = 1s;
  soon.override_rule = "least_between";
  CHECK(refused(soon).empty());
  soon.at_least = 2;
  CHECK(refused(soon) == "at_least");
}
