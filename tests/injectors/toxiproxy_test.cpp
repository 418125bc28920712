// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/injectors.hpp"

using namespace gameday;

namespace {

Inventory inventory() {
  Inventory made;
  Host balancer;
  balancer.name = "balancer";
  made.hosts["balancer"] = balancer;
  return made;
}

Params params(const std::string& toxic) {
  Params made;
  made.set("api", std::string{"http://10.77.0.14:8474"});
  made.set("proxy", std::string{"shop"});
  made.set("toxic", toxic);
  return made;
}

const Http& http(const Action& action) { return std::get<Http>(action.what); }

Result<FaultPlan> plan(const Params& given) {
  static const Inventory k_inventory = inventory();
  return k_injector_toxiproxy.plan(
      given, {.run_id = "1a2b3c4d", .fault = "slow", .inventory = k_inventory});
}

}  // namespace

TEST_CASE("a toxic carries the run's id and is the only thing that the revert removes") {
  Params given = params("latency");
  given.set("attributes", std::make_shared<const Json>(Json{{"latency", 200}}));
  given.set("stream", std::string{"upstream"});
  given.set("toxicity", 0.5);
  const auto planned = plan(given);
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(http(change.apply).method == "POST");
  CHECK(http(change.apply).url == "http://10.77.0.14:8474/proxies/shop/toxics");
  const Json body = Json::parse(std::get<std::string>(http(change.apply).body.at(0)));
  CHECK(body == Json{{"name", "gameday_1a2b3c4d_slow"},
                     {"type", "latency"},
                     {"stream", "upstream"},
                     {"toxicity", 0.5},
                     {"attributes", {{"latency", 200}}}});
  CHECK(http(*change.revert).method == "DELETE");
  CHECK(http(*change.revert).url.ends_with("/toxics/gameday_1a2b3c4d_slow"));
  CHECK(change.dead_man == DeadMan::nobody);
  CHECK(change.plant.empty());
}

TEST_CASE("a proxy that is disabled is enabled again, and a note lies on its host") {
  Params given = params("down");
  CHECK_FALSE(plan(given));  // without a host nothing could be found again
  given.set("host", std::string{"balancer"});
  const auto planned = plan(given);
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(http(change.apply).body == Text{R"({"enabled":false})"});
  CHECK(http(*change.revert).body == Text{R"({"enabled":true})"});
  CHECK(change.apply.host.name == "balancer");
  CHECK_FALSE(change.plant.empty());
}

TEST_CASE("a share of no connection, or of more than all, is refused") {
  for (const double share : {0.0, -1.0, 1.1}) {
    Params given = params("latency");
    given.set("toxicity", share);
    CHECK_FALSE(plan(given));
  }
}
