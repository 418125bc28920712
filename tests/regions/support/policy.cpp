// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/policy.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

/// The events of that name, from a timeline as it lies on the disk.
std::vector<Json> events_of(const std::filesystem::path& run_folder, const std::string& name) {
  std::vector<Json> found;
  std::ifstream lines(run_folder / "timeline.jsonl");
  for (std::string line; std::getline(lines, line);) {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_object() && json.value("event", "") == name) found.push_back(json);
  }
  return found;
}

}  // namespace

void check_replays_identically(const std::filesystem::path& run_folder) {
  const std::vector<std::string> words{"policy", "replay", run_folder, "--format", "json"};
  const ProcessOutcome outcome = gameday(words);
  CHECK(gameday(words).out == outcome.out);
  INFO(outcome.out << outcome.err);
  const Json shifts = Json::parse(outcome.out).at(0).at("shifts");
  const std::vector<Json> decided = events_of(run_folder, "policy_decided");
  REQUIRE(shifts.size() == decided.size());
  const auto origin = events_of(run_folder, "started").at(0).at("t").get<std::int64_t>();
  for (std::size_t i = 0; i < decided.size(); ++i) {
    const auto live = decided[i].at("decided").get<std::int64_t>();
    CHECK(shifts.at(i).at("at_ns").get<std::int64_t>() == live - origin);
    CHECK(shifts.at(i).at("to") == decided[i].at("to"));
  }
  const Json policy = scorecard_of(run_folder).at("policy");
  CHECK(policy.at("replay") == "identical");
  CHECK(policy.at("vetoes").size() == events_of(run_folder, "policy_vetoed").size());
}

}  // namespace gameday::regions
