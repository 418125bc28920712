// SPDX-License-Identifier: Apache-2.0
// A decision under way is the decision afterwards: however the signals are handed in, and whatever
// forbids it is told in the same words at the same time.
#include "drills/policy/decider.hpp"

#include <doctest/doctest.h>

#include "tests/drills/policy/random_signals.hpp"

using namespace gameday;
using namespace gameday::policies;

namespace {

void check_same(const Decisions& made, const Decisions& expected) {
  REQUIRE(made.shifts.size() == expected.shifts.size());
  for (std::size_t i = 0; i < made.shifts.size(); ++i) {
    CHECK(made.shifts[i].at == expected.shifts[i].at);
    CHECK(made.shifts[i].since == expected.shifts[i].since);
    CHECK(made.shifts[i].to == expected.shifts[i].to);
  }
  REQUIRE(made.vetoes.size() == expected.vetoes.size());
  for (std::size_t i = 0; i < made.vetoes.size(); ++i) {
    CHECK(made.vetoes[i].at == expected.vetoes[i].at);
    CHECK(made.vetoes[i].rules == expected.vetoes[i].rules);
    CHECK(made.vetoes[i].texts == expected.vetoes[i].texts);
  }
  REQUIRE(made.lines.size() == expected.lines.size());
  for (std::size_t i = 0; i < made.lines.size(); ++i) {
    CHECK(made.lines[i].at == expected.lines[i].at);
    CHECK(made.lines[i].text == expected.lines[i].text);
  }
}

/// Hands them in by pieces; what is of one instant comes in one.
void take_in_pieces(Decider& decider, std::span<const HealthSignal> signals, Dice& dice) {
  while (!signals.empty()) {
    auto count = static_cast<std::size_t>(dice.roll(0, 30));
    count = std::min(count, signals.size());
    while (count > 0 && count < signals.size() && signals[count].at == signals[count - 1].at) {
      ++count;
    }
    decider.take(signals.first(count));
    signals = signals.subspan(count);
  }
}

/// Region b is well, and too far behind up to some time.
void play_lagging(Tape& tape, Duration until, Duration caught_up) {
  tape.play("app-b", 0s, until, true).play("db-b", 0s, until, true);
  tape.play("lag-b", 0s, caught_up, false).play("lag-b", caught_up, until, true);
}

}  // namespace

TEST_CASE("by pieces, or one instant at a time, it decides as it does on all at once") {
  std::size_t shifts = 0;
  std::size_t vetoes = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Dice dice{seed};
    const PolicySpec policy = random_policy(dice);
    const std::vector<HealthSignal> signals = random_signals(dice);
    const Decisions at_once = decide(policy, signals, k_origin);
    for (int again = 0; again < 3; ++again) {
      Decider decider{policy, k_origin};
      take_in_pieces(decider, signals, dice);
      check_same(decider.made(), at_once);
    }
    shifts += at_once.shifts.size();
    vetoes += at_once.vetoes.size();
  }
  CHECK(shifts > 20);
  CHECK(vetoes > 20);
}

TEST_CASE("what it has decided is decided: later signals only add to it") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Dice dice{seed};
    const PolicySpec policy = random_policy(dice);
    const std::vector<HealthSignal> signals = random_signals(dice);
    Decider decider{policy, k_origin};
    const std::size_t half = signals.size() / 2;
    decider.take(std::span{signals}.first(half));
    const std::size_t shifts = decider.made().shifts.size();
    std::vector<HealthSignal> later{signals.begin(), signals.begin() + static_cast<long>(half)};
    for (int i = 1; i < 50; ++i) {
      later.push_back({later.back().at + 100ms, "app-a", {}, dice.chance(50)});
    }
    const Decisions other = decide(policy, later, k_origin);
    REQUIRE(other.shifts.size() >= shifts);
    for (std::size_t i = 0; i < shifts; ++i) {
      CHECK(other.shifts[i].at == decider.made().shifts[i].at);
    }
  }
}

TEST_CASE("what forbids a shift is told by its name, once for as long as it stands") {
  Tape tape;
  play_region(tape, 'a', 0s, 3s, true);
  play_region(tape, 'a', 3s, 12s, false);
  play_lagging(tape, 12s, 8s);
  const Decisions made = decide_on(tape);
  REQUIRE(made.vetoes.size() == 2);
  CHECK(made.vetoes[0].rules == std::vector<std::string>{"lag"});
  CHECK(made.vetoes[0].texts == std::vector<std::string>{"lag: b is too far behind"});
  CHECK(made.vetoes[1].rules.empty());
  REQUIRE(made.shifts.size() == 1);
  CHECK(made.vetoes[1].at == made.shifts[0].at);
}

TEST_CASE("a veto ends with the evidence that made it needed") {
  Tape tape;
  play_region(tape, 'a', 0s, 3s, true);
  play_region(tape, 'a', 3s, 6s, false);
  play_region(tape, 'a', 6s, 12s, true);
  play_lagging(tape, 12s, 12s);
  const Decisions made = decide_on(tape);
  CHECK(made.shifts.empty());
  REQUIRE(made.vetoes.size() == 2);
  CHECK(made.vetoes[1].rules.empty());
  CHECK(made.vetoes[1].at > time(6s));
  CHECK(made.vetoes[1].at < time(7500ms));
}

TEST_CASE("nothing is forbidden where nothing would be done") {
  Tape tape;
  play_region(tape, 'a', 0s, 5s, true);
  play_region(tape, 'b', 0s, 5s, false);
  CHECK(decide_on(tape).vetoes.empty());
}

TEST_CASE(
    "what a person has sent elsewhere is not decided once more, and counts for the cool-down") {
  Tape tape;
  play_region(tape, 'a', 0s, 3s, true);
  play_region(tape, 'a', 3s, 12s, false);
  play_lagging(tape, 12s, 5500ms);
  const std::vector<PolicyHandover> handovers{{time(5s + 1ms), "Kim"}};
  CHECK(decide_on(tape).shifts.size() == 1);  // by itself, once the lag is gone
  const Decisions made = decide(sample_policy(), tape.signals(), k_origin, handovers);
  CHECK(made.shifts.empty());
  const auto line = std::ranges::find(made.lines, "override", &PolicyLine::rule);
  REQUIRE(line != made.lines.end());
  CHECK(line->at == time(5s + 1ms));
  CHECK(line->text == "Kim has sent the traffic to b");
  REQUIRE(made.vetoes.size() >= 2);
  CHECK(made.vetoes[1].rules.empty());
  CHECK(made.vetoes[1].at == line->at);

  // By pieces it is the same.
  const std::vector<HealthSignal> signals = tape.signals();
  Decider decider{sample_policy(), k_origin};
  std::span<const HealthSignal> rest{signals};
  const auto before = std::ranges::partition_point(
      signals, [](const HealthSignal& each) { return each.at < time(5s); });
  const auto count = static_cast<std::size_t>(before - signals.begin());
  decider.take(rest.first(count));
  decider.hand_over(handovers[0]);
  decider.take(rest.subspan(count));
  check_same(decider.made(), made);
}

TEST_CASE("a handover after the policy has decided so itself changes nothing") {
  Tape tape;
  play_region(tape, 'a', 0s, 3s, true);
  play_region(tape, 'a', 3s, 12s, false);
  play_region(tape, 'b', 0s, 12s, true);
  const std::vector<PolicyHandover> late{{time(9s), "Kim"}};
  check_same(decide(sample_policy(), tape.signals(), k_origin, late), decide_on(tape));
}
