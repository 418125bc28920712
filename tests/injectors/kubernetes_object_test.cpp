// SPDX-License-Identifier: Apache-2.0
#include "injectors/kubernetes_object.hpp"

#include "tests/injectors/kubernetes_plan.hpp"

using namespace gameday;

namespace {

const Cluster k_cluster{.name = "shop", .kubeconfig = "/etc/k", .context = "staging"};
const Cluster k_plain{.name = "plain"};

KubernetesObject object_in(const Cluster& cluster) {
  return {.kind = k_network_policy,
          .cluster = cluster,
          .namespace_name = "shop",
          .name = "gameday-1a2b3c4d-cut",
          .run_id = "1a2b3c4d",
          .fault = "cut"};
}

}  // namespace

TEST_CASE(
    "kubectl is told the cluster as the inventory has it, and nothing where it says nothing") {
  using Words = std::vector<std::string>;
  const std::chrono::seconds deadline{5};
  CHECK(words_of(kubectl(k_cluster, {"get", "x"}, deadline)) ==
        Words{"kubectl", "--kubeconfig=/etc/k", "--context=staging", "get", "x"});
  CHECK(words_of(kubectl(k_plain, {"get", "x"}, deadline)) == Words{"kubectl", "get", "x"});
  CHECK(kubectl(k_plain, {}, deadline).host.name.empty());
}

TEST_CASE("a name is one that Kubernetes takes, can be read, and is no other fault's") {
  CHECK(object_name("1a2b3c4d", "cut-a") == "gameday-1a2b3c4d-cut-a");
  const std::string upper = object_name("1a2b3c4d", "Cut-A");
  CHECK(upper.starts_with("gameday-1a2b3c4d-cut-a-"));
  CHECK(upper != object_name("1a2b3c4d", "cut_a"));
  CHECK(object_name("1a2b3c4d", "cut-") != object_name("1a2b3c4d", "cut"));
  const std::string longest = object_name("1a2b3c4d", std::string(64, 'x'));
  CHECK(longest.size() <= 70);
  CHECK(longest != object_name("1a2b3c4d", std::string(63, 'x')));
}

TEST_CASE("names of namespaces") {
  for (const char* name : {"shop", "a", "9", "kube-system"}) CHECK(is_namespace_name(name));
  for (const char* name : {"", "-a", "a-", "A", "a.b", "a b"}) CHECK_FALSE(is_namespace_name(name));
  CHECK(is_namespace_name(std::string(63, 'a')));
  CHECK_FALSE(is_namespace_name(std::string(64, 'a')));
}

TEST_CASE("it is deleted by name and label at once, and kubectl ends before it is ended") {
  const Action away = delete_object(object_in(k_cluster));
  CHECK(has_word(away, "--field-selector=metadata.name=gameday-1a2b3c4d-cut"));
  CHECK(has_word(away, "--selector=app.kubernetes.io/managed-by=gameday,gameday.run=1a2b3c4d"));
  CHECK(has_word(away, "--namespace=shop"));
  CHECK(has_word(away, "--wait=true"));
  CHECK(has_word(away, "--timeout=30s"));
  CHECK(away.deadline > std::chrono::seconds{30});
}

TEST_CASE("a look asks for the one object, and is content where there is none") {
  const Verify verify = verify_object(object_in(k_cluster), "spec=x");
  CHECK(has_word(verify.look, "gameday-1a2b3c4d-cut"));
  CHECK(has_word(verify.look, "--ignore-not-found"));
  CHECK_FALSE(verify.inert);
  CHECK(describe(verify.look).find(R"({.metadata.labels.gameday\.run})") != std::string::npos);
}

TEST_CASE("the object's text is one JSON document around its deadline") {
  const Text text =
      object_text(object_in(k_cluster), Json{{"x", 1}}, std::chrono::seconds{30}, true);
  const Json json = object_of(kubectl(k_cluster, {}, std::chrono::seconds{5}, text));
  CHECK(json["spec"] == Json{{"x", 1}});
  CHECK(json["metadata"]["annotations"] == Json{{"gameday.deadline", "2025-11-24T16:00:30Z"},
                                                {"gameday.fault", "cut"},
                                                {"gameday.fence-first", "true"}});
}
