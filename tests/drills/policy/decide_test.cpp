// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/decide.hpp"

#include <doctest/doctest.h>

#include "tests/drills/policy/tape.hpp"

using namespace gameday;
using namespace gameday::policies;

namespace {

/// Whether a rule said something with this in it, at that time.
bool says(const Decisions& made, Duration at, std::string_view rule, std::string_view what) {
  return std::ranges::any_of(made.lines, [&](const PolicyLine& line) {
    return line.at == time(at) && line.rule == rule && line.text.find(what) != std::string::npos;
  });
}

std::string told(const Decisions& made) {
  std::string text;
  for (const PolicyLine& line : made.lines) {
    text += format_since(line.at, k_origin) + " " + std::string{line.rule} + " " + line.text + "\n";
  }
  return text;
}

/// Region a is lost at 5 s; region b is as it is played by the caller.
Tape lost_at_5s() {
  Tape tape;
  play_region(tape, 'a', 0s, 5s, true);
  play_region(tape, 'a', 5s, 20s, false);
  return tape;
}

}  // namespace

TEST_CASE("it decides when enough layers have been down for the hold, to the nanosecond") {
  Tape tape = lost_at_5s();
  play_region(tape, 'b', 0s, 20s, true);
  const Decisions made = decide_on(tape);
  INFO(told(made));
  REQUIRE(made.shifts.size() == 1);
  // The sixth bad sample of ten is that of 5.5 s; then the hold of 1 s.
  CHECK(made.shifts[0].since == time(5500ms));
  CHECK(made.shifts[0].at == time(6500ms));
  CHECK(made.shifts[0].from == "a");
  CHECK(made.shifts[0].to == "b");
  CHECK(says(made, 0s, "signal", "app of a is up: 0 of 1 samples bad in 1s, below 10 %"));
  CHECK(says(made, 5500ms, "signal", "app of a is down: 6 of 10 samples bad in 1s, above 50 %"));
  CHECK(says(made, 5500ms, "evidence",
             "a is down in app, db (at least 2, necessary app); this must hold for 1s"));
  CHECK(says(made, 6500ms, "hold", "a has been down for 1s"));
  CHECK(says(made, 6500ms, "decision", "shift from a to b"));
}

TEST_CASE("the evidence must hold without interruption") {
  Tape tape;
  for (Duration at = 0s; at < 20s; at += 2s) {
    play_region(tape, 'a', at, at + 1s, true);
    play_region(tape, 'a', at + 1s, at + 2s, false);
  }
  play_region(tape, 'b', 0s, 20s, true);
  PolicySpec policy = sample_policy();
  policy.hold = 2s;
  CHECK(decide_on(tape, policy).shifts.empty());
  policy.hold = 1s;  // short enough for such a link to be believed
  CHECK_FALSE(decide_on(tape, policy).shifts.empty());
}

TEST_CASE("layers are counted, and the necessary ones must be among them") {
  Tape tape;
  play_region(tape, 'b', 0s, 20s, true);
  tape.play("app-a", 0s, 20s, true).play("db-a", 0s, 5s, true).play("db-a", 5s, 20s, false);
  PolicySpec policy = sample_policy();
  CHECK(decide_on(tape, policy).shifts.empty());
  policy.at_least = 1;
  CHECK(decide_on(tape, policy).shifts.empty());  // app is not down
  policy.necessary = {"db"};
  CHECK(decide_on(tape, policy).shifts.size() == 1);
  policy.necessary = {};
  CHECK(decide_on(tape, policy).shifts.size() == 1);
}

TEST_CASE("a layer without fresh samples is neither down nor healthy") {
  Tape silent;
  play_region(silent, 'a', 0s, 5s, true);
  play_region(silent, 'b', 0s, 20s, true);
  const Decisions made = decide_on(silent);
  INFO(told(made));
  CHECK(made.shifts.empty());
  CHECK(says(made, 7900ms, "signal", "app of a is unknown: no sample for 3s"));

  Tape blind = lost_at_5s();
  play_region(blind, 'b', 0s, 2s, true);
  const Decisions vetoed = decide_on(blind);
  INFO(told(vetoed));
  CHECK(vetoed.shifts.empty());
  CHECK(says(vetoed, 6500ms, "veto", "standby: app of b is unknown"));
  CHECK(says(vetoed, 6500ms, "veto", "lag: b is unknown"));
}

TEST_CASE(
    "a veto keeps it from deciding, and it decides when the veto goes while the hold stands") {
  Tape tape = lost_at_5s();
  tape.play("app-b", 0s, 8s, false).play("app-b", 8s, 20s, true);
  tape.play("db-b", 0s, 20s, true);
  tape.play("lag-b", 0s, 10s, false).play("lag-b", 10s, 20s, true);
  const Decisions made = decide_on(tape);
  INFO(told(made));
  CHECK(says(made, 6500ms, "veto", "standby: app of b is down"));
  CHECK(says(made, 6500ms, "veto", "lag: b is too far behind"));
  REQUIRE(made.shifts.size() == 1);
  // Nine good samples leave one bad in ten, which is not below a tenth; the tenth does it.
  CHECK(made.shifts[0].at == time(10900ms));
  CHECK(std::ranges::count(made.lines, "veto", &PolicyLine::rule) == 2);  // told once each
}

TEST_CASE("a veto that nothing feeds for a region stands; the traffic veto has its own words") {
  Tape tape = lost_at_5s();
  play_region(tape, 'b', 0s, 20s, true);
  PolicySpec policy = sample_policy();
  policy.vetoes["lag"].probes.erase("b");
  CHECK(says(decide_on(tape, policy), 6500ms, "veto", "lag: b is unknown"));
  policy.vetoes.clear();
  policy.vetoes["traffic"].probes = {{"b", {"takes-b"}}};
  tape.play("takes-b", 0s, 20s, false);
  CHECK(says(decide_on(tape, policy), 6500ms, "veto", "traffic: b is not taking traffic"));
  policy.vetoes.clear();
  for (auto& [name, layer] : policy.layers) layer.probes.erase("b");
  CHECK(says(decide_on(tape, policy), 6500ms, "veto", "standby: nothing tells of b"));
}

TEST_CASE("after a shift it cools down, and a region is gone back to only when it is steady") {
  Tape tape;
  play_region(tape, 'a', 0s, 5s, true);
  play_region(tape, 'a', 5s, 9s, false);
  play_region(tape, 'a', 9s, 30s, true);
  play_region(tape, 'b', 0s, 7s, true);
  play_region(tape, 'b', 7s, 30s, false);
  PolicySpec policy = sample_policy();
  policy.cool_down = 3s;
  policy.anti_flap = 5s;
  const Decisions made = decide_on(tape, policy);
  INFO(told(made));
  REQUIRE(made.shifts.size() == 2);
  CHECK(made.shifts[0].at == time(6500ms));
  CHECK(made.shifts[1].from == "b");
  CHECK(made.shifts[1].to == "a");
  CHECK(says(made, 8500ms, "veto", "standby: app of a is down"));
  CHECK(says(made, 8500ms, "cool_down", "the last shift was at +6.500 s: not before +9.500 s"));
  CHECK(says(made, 9900ms, "anti_flap", "healthy again since +9.900 s: not before +14.900 s"));
  CHECK(made.shifts[1].at == time(14900ms));
}

TEST_CASE("too many shifts lately forbid another") {
  Tape tape;
  play_region(tape, 'a', 0s, 5s, true);
  play_region(tape, 'a', 5s, 7s, false);
  play_region(tape, 'a', 7s, 60s, true);
  play_region(tape, 'b', 0s, 8s, true);
  play_region(tape, 'b', 8s, 60s, false);
  PolicySpec policy = sample_policy();
  policy.most_shifts = 1;
  policy.shifts_within = 20s;
  const Decisions made = decide_on(tape, policy);
  INFO(told(made));
  REQUIRE(made.shifts.size() == 2);
  CHECK(made.shifts[1].at == made.shifts[0].at + 20s);
  CHECK(says(made, 9500ms, "veto", "shifts: 1 within 20s: not before +26.500 s"));
}

TEST_CASE("nothing is decided after the last signal") {
  Tape tape;
  play_region(tape, 'a', 0s, 5s, true);
  play_region(tape, 'a', 5s, 6400ms, false);
  play_region(tape, 'b', 0s, 6400ms, true);
  CHECK(decide_on(tape).shifts.empty());
  CHECK(decide(sample_policy(), {}, k_origin).lines.empty());
}

TEST_CASE("lines are bounded") {
  Tape tape;
  for (Duration at = 0s; at < 5000s; at += 2s) {
    tape.play("app-a", at, at + 1s, true).play("app-a", at + 1s, at + 2s, false);
  }
  const Decisions made = decide_on(tape);
  CHECK(made.lines.size() == Decisions::k_most_lines);
  CHECK(made.untold > 1000);
}

TEST_CASE("a time is told from the origin") {
  CHECK(format_since(time(7510ms), k_origin) == "+7.510 s");
  CHECK(format_since(time(-20ms), k_origin) == "-0.020 s");
  CHECK(format_since(time(0s), k_origin) == "+0.000 s");
}
