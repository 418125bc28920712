// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/run/world_search.hpp"
#include "tests/fakes/scripted_performer.hpp"

namespace gameday {
namespace {

constexpr const char* k_policy = R"({"items":[{"metadata":{"name":"gameday-1a2b3c4d-cut",
  "namespace":"shop","labels":{"gameday.run":"1a2b3c4d"}}}]})";
constexpr const char* k_no_kind =
    R"(error: the server doesn't have a resource type "networkchaos")";

Inventory with_cluster() {
  Inventory inventory;
  inventory.clusters["shop"] = {.name = "shop"};
  return inventory;
}

TEST_CASE("the objects of runs are found in each cluster; one without Chaos Mesh has no more") {
  ScriptedPerformer performer;
  performer.on("networkpolicies", k_policy);
  performer.on("networkchaos", {Outcome{false, 1, "", k_no_kind, {}}});
  const Leftovers left = search_hosts(performer, with_cluster());
  CHECK(left.unseen.empty());
  REQUIRE(left.found.size() == 1);
  CHECK(left.found[0].run_id == "1a2b3c4d");
  CHECK(left.found[0].host.empty());
  CHECK(left.found[0].change.revert.has_value());
}

TEST_CASE("a cluster that cannot be asked, or answers nonsense, is told") {
  ScriptedPerformer performer;
  performer.on("networkpolicies", {Outcome{false, 1, "", "connection refused", {}}});
  performer.on("networkchaos", "nonsense");
  Leftovers left;
  search_clusters(performer, with_cluster(), left);
  CHECK(left.found.empty());
  REQUIRE(left.unseen.size() == 2);
  CHECK(left.unseen[0].find("connection refused") != std::string::npos);
}

TEST_CASE("without clusters nobody asks kubectl") {
  ScriptedPerformer performer;
  (void)search_hosts(performer, Inventory{});
  CHECK(performer.calls().empty());
}

}  // namespace
}  // namespace gameday
