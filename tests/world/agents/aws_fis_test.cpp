// SPDX-License-Identifier: Apache-2.0
// Against moto, which runs experiments without an effect and takes them on by one state each time
// they are looked at. What resolves to nothing is tested in tests/world/cloud/fis_test.cpp, from
// the API reference: moto resolves no tags.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"
#include "tests/world/cloud/scripted_http.hpp"

using namespace gameday;

namespace {

const Json k_template{{"description", "subnets cut off"},
                      {"roleArn", "arn:aws:iam::123456789012:role/fis"},
                      {"stopConditions", Json::array({{{"source", "none"}}})},
                      {"targets",
                       {{"subnets",
                         {{"resourceType", "aws:ec2:subnet"},
                          {"resourceTags", {{"service", "shop"}}},
                          {"selectionMode", "ALL"}}}}},
                      {"actions",
                       {{"cut",
                         {{"actionId", "aws:network:disrupt-connectivity"},
                          {"parameters", {{"duration", "PT1M"}, {"scope", "all"}}},
                          {"targets", {{"Subnets", "subnets"}}}}}}}};

/// Experiments stay in each state for so many looks.
void pace(Moto& moto, int looks) {
  moto.post("/moto-api/state-manager/set-transition",
            Json{{"model_name", "fis::experiment"},
                 {"transition", {{"progression", "manual"}, {"times", looks}}}}
                .dump());
}

Json list(Moto& moto, const std::string& what) {
  return moto.json({"fis", "GET", "/" + what})[what];
}

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

}  // namespace

TEST_CASE("an experiment from a template of ours runs, is stopped, and the template is gone") {
  Moto& moto = Moto::fresh();
  pace(moto, 2);
  const Json input{{"template", k_template}, {"deadline", "2026-11-23T10:00:30Z"}};
  must(moto.agent("aws_fis", "capture", input));
  CHECK(must(moto.agent("aws_fis", "look", input))["state"] == "gone");
  const Json running = must(moto.agent("aws_fis", "apply", input));
  CHECK(running["state"] == "in_force");
  CHECK(running["bite"] == "confirmed");
  const Json made = list(moto, "experimentTemplates");
  REQUIRE(made.size() == 1);
  CHECK(made[0]["tags"]["gameday-run"] == "1a2b3c4d");
  CHECK(list(moto, "experiments").size() == 1);
  CHECK(must(moto.agent("aws_fis", "revert", input))["state"] == "gone");
  CHECK(list(moto, "experimentTemplates").empty());
  const std::string status = list(moto, "experiments")[0]["state"]["status"].get<std::string>();
  CHECK((status == "stopped" || status == "completed"));
  CHECK(must(moto.agent("aws_fis", "revert", input))["state"] == "gone");
}

TEST_CASE("an experiment of the operators' own template leaves that template as it was") {
  Moto& moto = Moto::fresh();
  pace(moto, 2);
  Json theirs = k_template;
  theirs["clientToken"] = "theirs";
  const Json made =
      moto.json({.service = "fis", .path = "/experimentTemplates", .body = theirs.dump()});
  const std::string before = list(moto, "experimentTemplates").dump();
  const Json input{{"template_id", made["experimentTemplate"]["id"]}};
  must(moto.agent("aws_fis", "capture", input));
  CHECK(must(moto.agent("aws_fis", "apply", input))["state"] == "in_force");
  CHECK(must(moto.agent("aws_fis", "revert", input))["state"] == "gone");
  CHECK(list(moto, "experimentTemplates").dump() == before);
}

TEST_CASE("an experiment started twice is one, and other people's are let be") {
  Moto& moto = Moto::fresh();
  pace(moto, 2);
  Json theirs = k_template;
  theirs["clientToken"] = "theirs";
  const Json made =
      moto.json({.service = "fis", .path = "/experimentTemplates", .body = theirs.dump()});
  const std::string id = made["experimentTemplate"]["id"].get<std::string>();
  moto.json({.service = "fis",
             .path = "/experiments",
             .body = Json{{"clientToken", "theirs"}, {"experimentTemplateId", id}}.dump()});
  const Json input{{"template_id", id}};
  must(moto.agent("aws_fis", "apply", input));
  must(moto.agent("aws_fis", "apply", input));
  CHECK(list(moto, "experiments").size() == 2);
  must(moto.agent("aws_fis", "revert", input));
  const Json left = list(moto, "experiments");
  CHECK(left[0]["tags"].empty());
  CHECK(left[0]["state"]["status"] == "pending");
}

TEST_CASE("a template that is not there is told before anything is started") {
  Moto& moto = Moto::fresh();
  const auto none = moto.agent("aws_fis", "capture", Json{{"template_id", "EXT0"}});
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::absent);
}

TEST_CASE(
    "an experiment whose targets resolve to nothing is in force, did not bite, and is closed") {
  // AWS FIS API Reference, GetExperiment; AWS FIS User Guide, Empty target resolution mode.
  Json tags{{"gameday-run", "1a2b3c4d"}, {"gameday-fault", "cut-a"}};
  const ScriptedHttp fis{[&](const SignedRequest& request) -> ScriptedHttp::Answer {
    if (request.line.starts_with("POST /tags/arn%3Aaws%3Afis%3Aexperiment%2FEXP1 ")) {
      tags["gameday-closed"] = "true";
      return {200, "{}"};
    }
    if (request.line.starts_with("GET /experimentTemplates")) {
      return {200, R"({"experimentTemplates":[]})"};
    }
    const Json experiment{
        {"id", "EXP1"},
        {"arn", "arn:aws:fis:experiment/EXP1"},
        {"state", {{"status", "failed"}, {"reason", "Target resolution returned empty set"}}},
        {"tags", tags},
        {"actions", {{"cut", {{"state", {{"status", "cancelled"}}}}}}}};
    if (request.line.starts_with("GET /experiments?")) {
      return {200, Json{{"experiments", {experiment}}}.dump()};
    }
    return {200, Json{{"experiment", experiment}}.dump()};
  }};
  const Json input{{"template_id", "EXT1"}};
  const Json applied = must(run_aws_agent(fis.url(), "aws_fis", "apply", input));
  CHECK(applied["state"] == "in_force");
  CHECK(applied["bite"] == "mismatch");
  CHECK(applied["experiments"][0]["reason"] == "Target resolution returned empty set");
  CHECK(must(run_aws_agent(fis.url(), "aws_fis", "revert", input))["state"] == "gone");
  for (const SignedRequest& request : fis.heard()) CHECK_FALSE(request.line.starts_with("DELETE"));
}
