// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/fis.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

FisState state(const std::string& status, std::vector<std::string> actions,
               const std::string& reason = {}) {
  FisExperiment experiment{.id = "EXP", .status = status, .reason = reason};
  for (const std::string& action : actions) experiment.actions.push_back({"a", action, {}});
  return judge(experiment);
}

}  // namespace

TEST_CASE("an experiment is read as GetExperiment shows it") {
  // AWS FIS API Reference, GetExperiment: the response syntax.
  const auto read = read_experiment(Json::parse(R"({"experiment": {"id": "EXPxyz",
    "arn": "arn:aws:fis:eu-west-1:123456789012:experiment/EXPxyz",
    "experimentTemplateId": "EXT1",
    "state": {"status": "running", "reason": "Experiment is running"},
    "tags": {"gameday-run": "1a2b3c4d"},
    "actions": {"cut": {"actionId": "aws:network:disrupt-connectivity",
                        "state": {"status": "running", "reason": "Action is running"}}}}})"));
  REQUIRE(read);
  CHECK(read->id == "EXPxyz");
  CHECK(read->tags.at("gameday-run") == "1a2b3c4d");
  REQUIRE(read->actions.size() == 1);
  CHECK(read->actions.at(0).name == "cut");
  CHECK(read->actions.at(0).status == "running");
  CHECK(judge(*read) == FisState::running);
}

TEST_CASE("lists are read page by page") {
  const auto page = read_experiments(Json::parse(
      R"({"experiments": [{"id": "E1", "state": {"status": "completed"}}], "nextToken": "t"})"));
  REQUIRE(page);
  CHECK(page->next == "t");
  CHECK(page->items.at(0).status == "completed");
  const auto templates = read_templates(
      Json::parse(R"({"experimentTemplates": [{"id": "T1", "tags": {"a": "b", "c": 1}}]})"));
  REQUIRE(templates);
  CHECK(templates->next.empty());
  CHECK(templates->items.at(0).tags.at("a") == "b");
}

TEST_CASE("what is no experiment is told") {
  for (const char* text : {"1", "{}", R"({"experiment": 1})", R"({"experiment": {"id": "E"}})",
                           R"({"experiment": {"id": "E", "state": {"status": "running"},
                               "actions": [1]}})"}) {
    CAPTURE(text);
    const auto read = read_experiment(Json::parse(text));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::bad_input);
  }
  CHECK_FALSE(read_experiments(Json::parse(R"({"experiments": [{"id": "E"}]})")));
  CHECK_FALSE(read_experiments(Json::parse(R"({"experiments": 1})")));
  CHECK_FALSE(read_templates(Json::parse(R"({"experimentTemplates": [1]})")));
}

TEST_CASE("an experiment bites while one of its actions runs") {
  CHECK(state("pending", {}) == FisState::coming);
  CHECK(state("initiating", {"pending"}) == FisState::coming);
  CHECK(state("running", {"pending"}) == FisState::coming);
  CHECK(state("running", {"completed", "running"}) == FisState::running);
  CHECK(state("stopping", {"running"}) == FisState::ending);
  CHECK(state("stopped", {"stopped"}) == FisState::over);
  CHECK(state("completed", {"completed"}) == FisState::over);
  CHECK(to_string(FisState::nothing) == "nothing");
}

TEST_CASE("an experiment whose targets resolved to nothing did not bite") {
  // AWS FIS User Guide, Empty target resolution mode: "fail" and "skip".
  CHECK(state("failed", {"cancelled"}, "Target resolution returned empty set") ==
        FisState::nothing);
  CHECK(state("completed", {"skipped"}) == FisState::nothing);
  CHECK(state("running", {"skipped", "skipped"}) == FisState::nothing);
  CHECK(state("failed", {"failed"}, "Unable to start action") == FisState::over);
}
