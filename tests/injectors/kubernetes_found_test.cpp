// SPDX-License-Identifier: Apache-2.0
#include "injectors/kubernetes_found.hpp"

#include "tests/injectors/kubernetes_plan.hpp"

using namespace gameday;

namespace {

const Cluster k_cluster{.name = "shop", .context = "staging"};

constexpr const char* k_list = R"({"apiVersion":"v1","kind":"List","items":[
  {"metadata":{"name":"gameday-1a2b3c4d-cut","namespace":"shop",
   "labels":{"app.kubernetes.io/managed-by":"gameday","gameday.run":"1a2b3c4d"},
   "annotations":{"gameday.fault":"cut","gameday.deadline":"2026-11-23T10:00:30Z"}}},
  {"metadata":{"name":"gameday-feed0001-x","namespace":"pay",
   "labels":{"gameday.run":"feed0001"},
   "annotations":{"gameday.fence-first":"true","gameday.fault":"x"}}}]})";

}  // namespace

TEST_CASE("all namespaces are searched, by our label") {
  const Action look = look_for_objects(k_cluster, k_network_chaos);
  CHECK(has_word(look, "networkchaos.chaos-mesh.org"));
  CHECK(has_word(look, "--all-namespaces"));
  CHECK(has_word(look, "--selector=app.kubernetes.io/managed-by=gameday"));
}

TEST_CASE("what was found can be looked at and reverted; its id ends with the run") {
  const auto finds = read_kubernetes_found(k_cluster, k_network_policy, k_list);
  REQUIRE(finds);
  CHECK(finds->unseen.empty());
  REQUIRE(finds->found.size() == 2);
  const KubernetesFound& found = finds->found.at(0);
  CHECK(found.run_id == "1a2b3c4d");
  CHECK_FALSE(found.fence_first);
  CHECK(found.change.id == "NetworkPolicy.shop.gameday-1a2b3c4d-cut.1a2b3c4d");
  CHECK(found.change.summary.find("2026-11-23T10:00:30Z") != std::string::npos);
  CHECK(has_word(*found.change.revert, "--field-selector=metadata.name=gameday-1a2b3c4d-cut"));
  CHECK(seen_in(found.change, "whose=gameday/1a2b3c4d/cut spec={}") == Seen::in_force);
  CHECK(seen_in(found.change, "") == Seen::gone);
  CHECK(finds->found.at(1).fence_first);
  CHECK(finds->found.at(1).change.summary.find("fenced first") != std::string::npos);
}

TEST_CASE("what we could not have written is told and not touched") {
  const auto odd = read_kubernetes_found(k_cluster, k_network_policy, R"({"items":[
    {"metadata":{"name":"x","namespace":"shop","labels":{"gameday.run":"../../x"}}},
    {"metadata":{"name":"--all","namespace":"shop","labels":{"gameday.run":"1a2b3c4d"}}},
    {"metadata":{"name":"x","namespace":"shop"}}, 7]})");
  REQUIRE(odd);
  CHECK(odd->found.empty());
  CHECK(odd->unseen.size() == 4);
  CHECK_FALSE(read_kubernetes_found(k_cluster, k_network_policy, "nonsense"));
  CHECK_FALSE(read_kubernetes_found(k_cluster, k_network_policy, "{}"));
}

TEST_CASE("a cluster that does not know the kind has none of it") {
  CHECK(has_no_such_kind(
      {false, 1, "", R"(error: the server doesn't have a resource type "networkchaos")", {}}));
  CHECK_FALSE(has_no_such_kind({false, 1, "", "Unable to connect to the server", {}}));
}
