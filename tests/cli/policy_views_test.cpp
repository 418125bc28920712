// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_views.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr Instant k_origin{std::chrono::seconds{1000}};

/// A run in which a shift was decided at that time, or none.
Replay replay_with(std::optional<Duration> decided, const std::string& falsely = {}) {
  Replay made;
  made.run = "loss/20261123T100000Z-1a2b3c4d";
  made.drill = "loss";
  made.origin = k_origin;
  made.verdict = decided && falsely.empty() ? Verdict::met : Verdict::missed;
  made.why = "so it is";
  made.quiet = !falsely.empty();
  made.decisions.lines = {{k_origin + 1s, "signal", "app of a is down\x1b"}};
  if (decided) {
    made.decisions.shifts = {{k_origin + *decided, k_origin + *decided - 1s, "a", "b"}};
    made.falsely = {falsely};
  }
  return made;
}

ReplayedRun run_with(Replay now, std::optional<Replay> as_written = {}) {
  return {.folder = "/runs/loss/1", .now = std::move(now), .as_written = std::move(as_written)};
}

bool has(const std::string& text, std::string_view piece) {
  INFO(text);
  CHECK(text.find(piece) != std::string::npos);
  return text.find(piece) != std::string::npos;
}

TEST_CASE("one run is told line by line, with what was decided and what happened") {
  ReplayedRun run = run_with(replay_with(6500ms));
  run.now->real = RealShift{k_origin + 7s, "the step `shift`"};
  const std::string text = describe_replay(run, "");
  CHECK(text.starts_with("MET  loss/20261123T100000Z-1a2b3c4d: so it is\n"));
  has(text, "+1.000 s  signal     app of a is down \n");
  has(text, "decided: b at +6.500 s\n");
  has(text, "in fact: +7.000 s by the step `shift`; the policy decides 0.500 s earlier\n");
  CHECK(text.find("as written") == std::string::npos);
}

TEST_CASE("other thresholds are told by how much they are earlier or later") {
  const auto told = [](std::optional<Duration> now, std::optional<Duration> before) {
    return describe_replay(run_with(replay_with(now), replay_with(before)), "hold=2s");
  };
  has(told(7500ms, 6500ms), "as written: +6.500 s; with hold=2s: 1.000 s later\n");
  has(told(6s, 6500ms), "with hold=2s: 0.500 s earlier\n");
  has(told(6s, 6s), "with hold=2s: at the same time\n");
  has(told({}, 6500ms), "with hold=2s: +6.500 s as written\n");
  has(told({}, {}), "with hold=2s: no shift either way\n");
  has(told({}, {}), "decided: no shift\n");
}

TEST_CASE("a false shift is called so") {
  const std::string text = describe_replay(run_with(replay_with(2s, "no fault was in force")), "");
  CHECK(text.starts_with("MISSED"));
  has(text, "decided: b at +2.000 s, falsely: no fault was in force\n");
}

TEST_CASE("several runs are a line each, and what they come to") {
  std::vector<ReplayedRun> runs;
  runs.push_back(run_with(replay_with(6s), replay_with(6500ms)));
  runs.push_back(run_with(replay_with(2s, "no fault was in force"), replay_with({})));
  runs.push_back(run_with(replay_with({}), replay_with({})));
  runs.push_back({.folder = "/runs/loss/torn", .error = "could not read it"});
  const std::string text = describe_replays(runs, "hold=0s");
  has(text, "0.500 s earlier");
  has(text, "could not read it");
  has(text,
      "hold=0s: 3 runs replayed, 2 decided to shift; false shifts: 1, in 1 runs; of the 1 quiet or "
      "flapping runs 1 would have failed over\n");
  has(text, "as written: 3 runs replayed, 1 decided to shift; false shifts: 0, in 0 runs");
  CHECK(describe_replays(runs, "hold=0s") == text);
}

TEST_CASE("json is an array of runs with their names") {
  ReplayedRun run = run_with(replay_with(6500ms), replay_with(7s));
  run.now->real = RealShift{k_origin + 7s, "the step `shift`"};
  const Json json = to_json({run, {.folder = "/runs/loss/torn", .error = "torn"}});
  REQUIRE(json.size() == 2);
  CHECK(json[0]["name"] == "loss/20261123T100000Z-1a2b3c4d");
  CHECK(json[0]["verdict"] == "met");
  CHECK(json[0]["expect"] == "shift");
  CHECK(json[0]["shifts"][0]["at_ns"] == 6'500'000'000);
  CHECK(json[0]["shifts"][0]["false"] == false);
  CHECK(json[0]["real_shift"]["policy_ahead_s"] == 0.5);
  CHECK(json[0]["lines"][0]["rule"] == "signal");
  CHECK(json[0]["as_written"][0]["at_s"] == 7.0);
  CHECK(json[1]["name"] == "torn");
  CHECK(json[1]["verdict"] == "unknown");
  CHECK(to_json({run_with(replay_with({}))})[0]["real_shift"].is_null());
}

}  // namespace
}  // namespace gameday
