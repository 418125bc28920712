// SPDX-License-Identifier: Apache-2.0
#include "drills/score/phase_sum.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

Moment at(Duration since) { return {Instant{1h} + since, Instant{1h} + since + 1ms}; }

TEST_CASE("phases follow each other from the onset to the recovery") {
  const auto phases = add_up(at(0s), {{"demote", true, at(2s)},
                                      {"act", true, at(1s)},
                                      {"shift", false, std::nullopt},
                                      {"converge", true, at(3s)}});
  REQUIRE(phases.size() == 4);
  CHECK(phases[0].end == between(at(0s), at(2s)));
  CHECK(phases[1].end == phases[0].end);
  CHECK_FALSE(phases[2].end);
  CHECK(phases[3].start == phases[1].end);
  CHECK(phases[3].end == between(at(0s), at(3s)));
}

TEST_CASE("time up to an event that did not happen is given to no neighbour") {
  const auto phases =
      add_up(at(0s), {{"demote", true, std::nullopt}, {"act", true, at(1s)}, {"c", true, at(2s)}});
  REQUIRE(phases.size() == 4);
  CHECK(phases[1].name == "unattributed");
  CHECK(phases[1].end == between(at(0s), at(1s)));
  CHECK_FALSE(phases[2].start);
}

TEST_CASE("the last of several steps ends a phase, where all were done") {
  StepSpec first;
  first.name = "one";
  StepSpec second;
  second.name = "two";
  Facts facts;
  facts.steps["one"].ended = Instant{1s};
  facts.steps["one"].state = events::StepState::done;
  const auto all = [](const StepSpec&) { return true; };
  CHECK(steps_done({first}, "", facts, "act", all).event == Moment{Instant{1s}, Instant{1s}});
  const Boundary both = steps_done({first, second}, "", facts, "act", all);
  CHECK(both.expected);
  CHECK_FALSE(both.event);
  CHECK_FALSE(steps_done({first}, "one", facts, "act", all).expected);
}

}  // namespace
}  // namespace gameday
