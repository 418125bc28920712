// SPDX-License-Identifier: Apache-2.0
#include "drills/plan/plan_json.hpp"

#include <nlohmann/json.hpp>

#include "tests/drills/definition/policy_sample.hpp"
#include "tests/drills/plan/planned.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("the document holds the drill, every change with its undo, and the digests") {
  const Plan plan = samples::plan();
  const Json json = to_json(plan);
  CHECK(json["schema"] == "gameday.plan/1");
  CHECK(json["run"] == "1a2b3c4d");
  CHECK(json["drill"] == "loss");
  CHECK(json["hypothesis"].is_null());
  CHECK(json["lab"] == "default");
  CHECK(json["objectives"]["rto_s"] == 10.0);
  CHECK(json["objectives"]["rpo_s"]["ledger"] == 0.0);
  CHECK(json["start_when"]["probe"] == "shop");
  CHECK(json["probes"][0]["params"]["expect"]["status"] == 200);
  CHECK(json["ledgers"][0]["table"] == "gameday_ledger_1a2b3c4d_orders");
  CHECK(json["faults"][0]["mechanism"] == "nftables");
  CHECK(json["steps"][0]["point_of_no_return"] == true);
  CHECK(json["steps"][2]["is_fence"] == true);
  CHECK(json["blast_radius"]["regions"] == Json::array({"region-a"}));
  CHECK(json["if_gameday_dies"].size() == deaths(plan).size());
  CHECK(json["digests"]["plan"] == digests(plan).plan);
}

TEST_CASE("every change of the document can be read back") {
  const Plan plan = samples::plan();
  const Json json = to_json(plan);
  const Result<Change> fault = change_from_json(json["faults"][0]["changes"][0]);
  REQUIRE(fault);
  CHECK(*fault == plan.faults[0].plan.changes[0]);
  const Result<Change> step = change_from_json(json["steps"][0]["changes"][0]);
  REQUIRE(step);
  CHECK(*step == plan.steps[0].plan.changes[0]);
}

TEST_CASE("what is not there is null") {
  const Json json = to_json(samples::plan(samples::without_runbook()));
  CHECK(json["start_when"].is_null());
  CHECK(json["fence"].is_null());
  CHECK(json["digests"]["runbook"].is_null());
  CHECK(json["steps"] == Json::array());
}

TEST_CASE("a person starts the runbook") {
  samples::Files files;
  files.drill = samples::with(files.drill, "{ probe = \"shop\", bad_for = \"1s\" }", "\"person\"");
  CHECK(to_json(samples::plan(files))["start_when"] == "person");
}

TEST_CASE("a policy that acts, or advises, starts the runbook") {
  CHECK(to_json(samples::plan(samples::starting_by_policy("act")))["start_when"] == "policy");
  CHECK(to_json(samples::plan(samples::with_policy()))["start_when"]["probe"] == "shop");
}

TEST_CASE("parameters are shown as they were written, secrets by their reference") {
  Params params;
  params.set("a", std::string{"text"});
  params.set("b", Duration{1500ms});
  params.set("c", std::vector<std::string>{"x", "y"});
  params.set("d", SecretRef{SecretRef::From::environment, "PGPASSWORD"});
  params.set("e", std::make_shared<const Json>(Json{{"status", 200}}));
  params.set("f", true);
  params.set("g", std::int64_t{7});
  CHECK(to_json(params).dump() ==
        R"({"a":"text","b":"1.5s","c":["x","y"],"d":{"env":"PGPASSWORD"},)"
        R"("e":{"status":200},"f":true,"g":7})");
}
