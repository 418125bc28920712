// SPDX-License-Identifier: Apache-2.0
// Holds every scorecard to the schema that ships with the program.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/drills/record/scratch.hpp"
#include "tests/drills/report/rendered.hpp"
#include "world/process.hpp"

namespace gameday {
namespace {

ProcessOutcome check(const std::vector<std::string>& files) {
  const std::string root = GAMEDAY_SOURCE_DIR;
  std::vector<std::string> argv{"/usr/bin/python3", root + "/tests/drills/report/check_schema.py",
                                root + "/drills/report/scorecard.schema.json"};
  argv.insert(argv.end(), files.begin(), files.end());
  return run_process(argv, "", std::chrono::seconds{30}).value();
}

std::string put(const Scratch& scratch, const std::string& name, const std::string& text) {
  const std::string file = scratch.path / (name + ".json");
  std::ofstream{file} << text;
  return file;
}

TEST_CASE("the scorecard of every sort of run fits the schema") {
  const Scratch scratch;
  std::vector<std::string> files;
  for (const auto& [name, record] : fakes::sample_runs()) {
    files.push_back(put(scratch, name, rendered(record, "json")));
  }
  const ProcessOutcome outcome = check(files);
  CAPTURE(outcome.out);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 0);
}

TEST_CASE("the schema notices a member that is missing, and a word that is none") {
  const Scratch scratch;
  const Json good = Json::parse(rendered(fakes::met_record(), "json"));
  std::vector<std::pair<std::string, Json>> bad;
  for (const auto& [name, value] : good.items()) {
    Json without = good;
    without.erase(name);
    bad.emplace_back("without " + name, without);
  }
  Json wrong = good;
  wrong["verdict"] = "fine";
  bad.emplace_back("verdict", wrong);
  wrong = good;
  wrong["objectives"][1]["lost"] = "none";
  bad.emplace_back("lost", wrong);
  std::vector<std::string> files;
  for (const auto& [name, json] : bad) files.push_back(put(scratch, name, json.dump()));
  const ProcessOutcome outcome = check(files);
  CHECK(outcome.status == 1);
  for (const std::string& file : files) {
    CAPTURE(file);
    CHECK(contains(outcome.out, file + ":"));
  }
}

}  // namespace
}  // namespace gameday
