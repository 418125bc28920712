// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "tests/runbooks/support/record_manager.hpp"

using namespace gameday;

namespace {

TrafficManager zone() {
  TrafficManager manager = record_manager("route53");
  manager.host = "";
  manager.params.set("zone", std::string{"Z1"});
  return manager;
}

Json input(const Action& action) {
  std::string text = shown(std::get<Exec>(action.what).stdin_text);
  const std::string hole = "<captured /json>";
  if (const auto at = text.find(hole); at != text.npos) text.replace(at, hole.size(), "\"prior\"");
  return Json::parse(text);
}

}  // namespace

TEST_CASE("route53: a simple record gets new values, signed for as Route 53 wants it") {
  const Change change = only_change(k_traffic_route53, zone());
  REQUIRE(change.capture);
  const Json asked = input(*change.capture);
  CHECK(asked.at("aws") == Json{{"region", "us-east-1"}});
  CHECK(asked.at("zone") == "Z1");
  CHECK(asked.at("by") == "values");
  CHECK(asked.at("to") == Json::array({"10.77.2.20"}));
  CHECK_FALSE(asked.contains("prior"));
  CHECK_FALSE(asked.contains("ttl"));
  for (const Action& action : {change.apply, change.verify.look, *change.revert}) {
    CHECK(input(action).at("prior") == "prior");
    const auto patience = std::chrono::seconds{input(action).at("deadline_s").get<int>()};
    CHECK(patience < action.deadline);
  }
}

TEST_CASE("route53: weighted and failover records are chosen by their set identifiers") {
  TrafficManager manager = zone();
  manager.params.set("by", std::string{"weight"});
  manager.params.set("weight", std::int64_t{10});
  manager.params.set("endpoint", std::string{"http://127.0.0.1:5000"});
  manager.slots = {{"shop.dr.lab", {{"region-b", "shop in b"}}}};
  const Json asked = input(only_change(k_traffic_route53, manager).apply);
  CHECK(asked.at("to") == Json::array({"shop in b"}));
  CHECK(asked.at("weight") == 10);
  CHECK(asked.at("aws").at("endpoint") == "http://127.0.0.1:5000");
  CHECK_FALSE(k_traffic_route53.shift(manager, {"shift", "region-a", true}));
}

TEST_CASE("route53: what AWS says is the state") {
  const Change change = only_change(k_traffic_route53, zone());
  const auto now = [&](const std::string& state) {
    return seen(change, R"({"sets":[],"ttl":30})", R"({"state":")" + state + "\"}");
  };
  CHECK(now("in_force") == Seen::in_force);
  CHECK(now("gone") == Seen::gone);
  CHECK(now("foreign") == Seen::foreign);
}
