// SPDX-License-Identifier: Apache-2.0
#include "injectors/kubernetes_cut.hpp"

#include "tests/injectors/kubernetes_plan.hpp"

using namespace gameday;

namespace {

using Names = std::vector<std::string>;

bool refused_with(const KubernetesPlanning& given, const std::string& piece) {
  const auto cut = read_kubernetes_cut(given.params, given.scope());
  return !cut && cut.error().kind == ErrorKind::bad_input &&
         cut.error().text().find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("what is not said is all pods, both ways, by a policy") {
  const KubernetesPlanning given;
  const auto cut = read_kubernetes_cut(given.params, given.scope());
  REQUIRE(cut);
  CHECK(cut->cluster->context == "staging");
  CHECK(cut->namespaces == Names{"shop", "payments"});
  CHECK(cut->labels.empty());
  CHECK(cut->direction == "both");
  CHECK_FALSE(cut->chaos_mesh);
}

TEST_CASE("a cluster, a namespace or a label that cannot be is told") {
  KubernetesPlanning given;
  given.params.set("cluster", std::string{"shpo"});
  CHECK(refused_with(given, "did you mean shop"));
  for (const Names& names : {Names{}, Names{"Shop"}, Names{"-shop"}, Names{""}, Names{"a", "a"}}) {
    KubernetesPlanning odd;
    odd.params.set("namespaces", names);
    CHECK(refused_with(odd, "name"));
  }
  KubernetesPlanning labels;
  labels.label("app", 7);
  CHECK(refused_with(labels, "app"));
  labels.params.set("labels", std::make_shared<const Json>(Json::object()));
  CHECK(refused_with(labels, "labels"));
}

TEST_CASE("what the cluster stands on is cut only by label, and what would lift it never") {
  KubernetesPlanning given;
  given.params.set("namespaces", Names{"kube-system"});
  CHECK(refused_with(given, "kube-system"));
  given.label("k8s-app", "kube-dns");
  CHECK(read_kubernetes_cut(given.params, given.scope()));
  given.params.set("namespaces", Names{"chaos-mesh"});
  CHECK(read_kubernetes_cut(given.params, given.scope()));
  given.params.set("mechanism", std::string{"chaos-mesh"});
  CHECK(refused_with(given, "Chaos Mesh"));
}
