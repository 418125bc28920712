// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/support/policy_runs.hpp"

namespace gameday {
namespace {

ProcessOutcome replay(std::vector<std::string> words) {
  words.insert(words.begin(), {"policy", "replay"});
  return run_program(std::move(words));
}

TEST_CASE("a stored run is replayed, explained, and gives the same bytes each time") {
  PolicyHome home;
  home.store(fakes::met_record());
  const ProcessOutcome once = replay({"last"});
  INFO(once.out << once.err);
  CHECK(once.status == 0);
  CHECK(once.out.starts_with("MET"));
  CHECK(once.out.find("app of region-a is down") != std::string::npos);
  CHECK(once.out.find("decision   shift from region-a to region-b") != std::string::npos);
  CHECK(once.out.find("by the step `shift-traffic`; the policy decides") != std::string::npos);
  CHECK(replay({"last"}).out == once.out);
  CHECK(replay({"last", "--format", "json"}).out == replay({"last", "--format", "json"}).out);
}

TEST_CASE("other thresholds show how much earlier or later it would have been") {
  PolicyHome home;
  home.store(fakes::met_record());
  const ProcessOutcome outcome = replay({"last", "--set", "hold=500ms", "--set", "cool_down=1m"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("with hold=500ms, cool_down=1m: 0.500 s earlier") != std::string::npos);
  CHECK(replay({"last", "--set", "hold=1m"}).status == 1);
  CHECK(replay({"last", "--set", "expect=stay"}).status == 1);
}

TEST_CASE("all runs of a drill are a line each, with the false ones counted") {
  PolicyHome home;
  home.store(fakes::met_record());
  home.store(fakes::sample_record({.bites = false}));
  Record quiet = fakes::met_record();
  fakes::drop_events<events::FaultApplied>(quiet);
  home.store(std::move(quiet));
  home.store(fakes::met_record(), "");
  const ProcessOutcome outcome = replay({"region_blackhole"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find("3 runs replayed, 2 decided to shift; false shifts: 1, in 1 runs; of the "
                         "1 quiet or flapping runs 1 would have failed over") != std::string::npos);
  CHECK(outcome.out.find("no [policy]") != std::string::npos);
  const Json json = Json::parse(replay({"region_blackhole", "--format", "json"}).out);
  CHECK(json.size() == 4);
}

TEST_CASE("what cannot be replayed is exit 4") {
  PolicyHome home;
  CHECK(replay({"last"}).status == 4);
  home.store(fakes::met_record(), "");
  const ProcessOutcome outcome = replay({"last"});
  CHECK(outcome.status == 4);
  CHECK(outcome.err.find("--policy FILE") != std::string::npos);
  home.store(fakes::met_record());
  CHECK(replay({"last", "--set", "hodl=1s"}).status == 4);
  CHECK(replay({"last", "--format", "xml"}).status == 4);
  CHECK(replay({"last", "--policy", "region_blackhole"}).status == 4);
  CHECK(replay({}).status == 4);
  CHECK(run_program({"policy"}).status == 4);
}

TEST_CASE("the policy of another drill is applied to what was recorded before it was written") {
  PolicyHome home;
  home.store(fakes::met_record(), "");
  const std::string drill = (home.scratch.path / "mine.toml").string();
  write_file(drill,
             read_text(std::string{GAMEDAY_SOURCE_DIR} + "/drills/catalog/region_blackhole.toml") +
                 std::string{k_sample_policy});
  const ProcessOutcome outcome = replay({"last", "--policy", drill});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.status == 0);
  CHECK(outcome.out.starts_with("MET"));
}

}  // namespace
}  // namespace gameday
