// SPDX-License-Identifier: Apache-2.0
// Namespaces cut off in a real API of Kubernetes, with the system's kubectl: made, seen, and taken
// back by another process that knows nothing but the journal. What others have there is the same
// before and after, byte for byte. Nothing enforces policies here: that packets stop is not tested.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "drills/record/disk.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/world_search.hpp"
#include "injectors/injectors.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/kube_api.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr const char* k_run = "1a2b3c4d";
constexpr const char* k_name = "gameday-1a2b3c4d-cut";

constexpr const char* k_foreign = R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: payments}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop, labels: {gameday.run: feed0001}}
spec: {podSelector: {}, ingress: [{}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: payments, labels: {app.kubernetes.io/managed-by: helm}}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: v1
kind: Pod
metadata: {name: shop-0, namespace: shop}
spec: {nodeName: nowhere, containers: [{name: app, image: none}]}
)";

std::string text_of(const std::string& file) {
  return read_file(std::filesystem::path{GAMEDAY_SOURCE_DIR} / file).value();
}

/// One cluster for all tests of this program, with what other people have in it.
KubeApi& api() {
  static KubeApi api;
  static bool filled = false;
  if (!filled) {
    api.kubectl({"create", "-f", "-"}, text_of("tests/regions/support/networkchaos_crd.yaml"));
    api.kubectl({"wait", "--for=condition=Established", "crd/networkchaos.chaos-mesh.org"});
    api.kubectl({"create", "-f", "-"}, k_foreign);
    api.kubectl({"create", "-f", "-"}, text_of("docs/samples/kubernetes-rbac.yaml"));
    filled = true;
  }
  return api;
}

/// A fault in that cluster, as some user, with a journal that outlives the processes at it.
struct Bench {
  explicit Bench(const std::string& mechanism, const std::string& user = "drill") {
    inventory.clusters["shop"] = api().cluster(user);
    params.set("cluster", std::string{"shop"});
    params.set("namespaces", std::vector<std::string>{"shop", "payments"});
    params.set("mechanism", mechanism);
    REQUIRE(Journal::create(file, {.run_id = k_run, .boot_id = boot_id()}));
  }

  FaultPlan plan() const {
    auto made = k_injector_kubernetes_blackhole.plan(
        params, {.run_id = k_run, .fault = "cut", .inventory = inventory, .expires_after = 90s});
    REQUIRE_MESSAGE(made, made.error().text());
    return std::move(*made);
  }

  template <class Work>
  auto process(Work work) {
    RealClock clock;
    RealPerformer performer{inventory, gameday_binary()};
    FakePrompt prompt;
    World world{clock, performer, prompt};
    auto journal = Journal::adopt(file, 1s);
    REQUIRE(journal);
    Executor executor{world, *journal, {}};
    return work(executor);
  }

  /// Why a change of the fault could not be made; empty = all are.
  std::string apply() {
    return process([&](Executor& executor) -> std::string {
      for (const Change& change : plan().changes) {
        if (const auto done = executor.apply(change); !done) return done.error().text();
      }
      return {};
    });
  }

  /// The changes that could not be taken back.
  std::vector<std::string> revert() {
    return process([](Executor& executor) { return executor.revert_all(&Change::on_death); });
  }

  [[nodiscard]] Outcome perform(const Action& action) const {
    auto outcome = RealPerformer{inventory, gameday_binary()}.perform(action);
    REQUIRE_MESSAGE(outcome, outcome.error().text());
    return std::move(*outcome);
  }
  [[nodiscard]] Seen seen(std::size_t change) const {
    const Verify verify = plan().changes.at(change).verify;
    return read_seen(verify, perform(verify.look));
  }

  Home home;
  Inventory inventory;
  Params params;
  std::filesystem::path file = home.folder() / "journal.jsonl";
};

/// What Chaos Mesh's controller would write on an experiment.
void chaos_says(const std::string& name_space, const std::string& phase, const std::string& done) {
  api().kubectl({"patch", "networkchaos", k_name, "--namespace=" + name_space, "--type=merge",
                 "--patch",
                 fmt::format(R"({{"metadata":{{"finalizers":["chaos-mesh/records"]}},"status":{{)"
                             R"("experiment":{{"desiredPhase":"{}"}},"conditions":[)"
                             R"({{"type":"Selected","status":"True"}},)"
                             R"({{"type":"AllInjected","status":"{}"}}]}}}})",
                             phase, done)});
}

/// Lets a deleted experiment go, as the controller does once the pods are as they were.
void chaos_lets_go(const std::string& name_space) {
  const std::vector<std::string> ask{"get", "networkchaos", k_name, "--namespace=" + name_space,
                                     "--output=jsonpath={.metadata.deletionTimestamp}"};
  REQUIRE(eventually([&] { return !api().kubectl(ask).empty(); }, 15s));
  api().kubectl({"patch", "networkchaos", k_name, "--namespace=" + name_space, "--type=merge",
                 "--patch", R"({"metadata":{"finalizers":null}})"});
}

bool confirmed(const Bench& bench, std::size_t proof) {
  const Proof asked = bench.plan().proofs.at(proof);
  return matches(asked.confirms, bench.perform(asked.look));
}

}  // namespace

TEST_CASE("policies are made and seen, and taken back; what others have is as it was") {
  Bench bench{"network-policy"};
  bench.params.set("labels", std::make_shared<const Json>(Json{{"tier", "web"}, {"app", "shop"}}));
  const std::string before = api().look();
  CHECK(bench.apply() == "");
  CHECK(bench.seen(0) == Seen::in_force);
  CHECK(bench.seen(1) == Seen::in_force);
  const Json made = Json::parse(
      api().kubectl({"get", "networkpolicy", k_name, "-n", "payments", "--output=json"}));
  CHECK(made["spec"] == Json::parse(R"({"podSelector":{"matchLabels":{"app":"shop","tier":"web"}},
    "policyTypes":["Ingress","Egress"]})"));
  CHECK(made["metadata"]["annotations"]["gameday.deadline"].get<std::string>().ends_with("Z"));
  // In shop somebody else allows everything; in payments nobody allows anything.
  CHECK_FALSE(confirmed(bench, 0));
  CHECK_FALSE(confirmed(bench, 1));
  CHECK(confirmed(bench, 3));
  CHECK(bench.revert().empty());
  CHECK(bench.revert().empty());
  CHECK(api().look() == before);
}

TEST_CASE("every object passes a dry run of the server") {
  for (const char* mechanism : {"network-policy", "chaos-mesh"}) {
    for (const char* direction : {"in", "out", "both"}) {
      CAPTURE(mechanism);
      CAPTURE(direction);
      Bench bench{mechanism};
      bench.params.set("direction", std::string{direction});
      const Change change = bench.plan().changes.at(0);
      const auto ready = resolve(change, Json::object(), RealClock{}.wall());
      REQUIRE(ready);
      for (const Action& action : ready->plant) {
        const Outcome outcome = bench.perform(action);
        CHECK_MESSAGE(outcome.ok, outcome.err);
      }
    }
  }
  CHECK(api().look().find("gameday-") == std::string::npos);
}

TEST_CASE("an experiment of Chaos Mesh is seen to bite, to lapse, and to be let go") {
  Bench bench{"chaos-mesh"};
  const std::string before = api().look();
  CHECK(bench.apply() == "");
  CHECK(bench.seen(0) == Seen::in_force);
  CHECK_FALSE(confirmed(bench, 0));
  chaos_says("shop", "Run", "False");
  CHECK_FALSE(confirmed(bench, 0));
  chaos_says("shop", "Run", "True");
  CHECK(confirmed(bench, 0));
  chaos_says("shop", "Stop", "False");
  CHECK(bench.seen(0) == Seen::inert);
  std::thread controller{[] { chaos_lets_go("shop"); }};
  CHECK(bench.revert().empty());
  controller.join();
  CHECK(api().look() == before);
}

TEST_CASE("somebody else's object of our name is not overwritten, and not deleted") {
  Bench bench{"network-policy"};
  api().kubectl(
      {"create", "-f", "-"},
      fmt::format("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
                  "metadata: {{name: {}, namespace: shop}}\nspec: {{podSelector: {{}}}}\n",
                  k_name));
  const std::string before = api().look();
  const std::string why = bench.apply();
  CHECK_MESSAGE(why.find("already exists") != std::string::npos, why);
  CHECK(bench.seen(0) == Seen::foreign);
  CHECK(bench.revert().size() == 1);
  CHECK(bench.perform(*bench.plan().changes.at(0).revert).ok);
  CHECK(api().look() == before);
  api().kubectl({"delete", "networkpolicy", k_name, "--namespace=shop"});
}

TEST_CASE("who may not take it away again does not make it") {
  for (const char* mechanism : {"network-policy", "chaos-mesh"}) {
    Bench bench{mechanism, "reader"};
    const std::string before = api().look();
    CHECK(bench.apply() != "");
    CHECK(api().look() == before);
  }
}

TEST_CASE("what a run has left is found by its labels, in every namespace") {
  Bench policies{"network-policy"};
  Bench chaos{"chaos-mesh"};
  const std::string before = api().look();
  CHECK(policies.apply() == "");
  CHECK(chaos.apply() == "");
  RealPerformer performer{policies.inventory, gameday_binary()};
  const Leftovers left = search_hosts(performer, policies.inventory);
  CHECK(left.unseen.empty());
  CHECK(left.found.size() == 4);
  for (const Leftover& each : left.found) {
    CAPTURE(each.change.id);
    CHECK(each.run_id == k_run);
    CHECK(read_seen(each.change.verify, performer.perform(each.change.verify.look)) ==
          Seen::in_force);
    CHECK(performer.perform(*each.change.revert));
    CHECK(read_seen(each.change.verify, performer.perform(each.change.verify.look)) == Seen::gone);
  }
  CHECK(api().look() == before);
}

TEST_CASE("kubectl exec takes the words of the transport, as far as a cluster without nodes goes") {
  Inventory inventory;
  Host host{.name = "shop-0", .region = {}, .role = {}, .transport = "kubectl", .address = {}};
  const Cluster cluster = api().cluster();
  host.kubectl = {.kubeconfig = cluster.kubeconfig,
                  .context = cluster.context,
                  .namespace_name = "shop",
                  .pod = "shop-0",
                  .container = "app"};
  inventory.hosts["shop-0"] = host;
  host.name = host.kubectl.pod = "shop-1";
  inventory.hosts["shop-1"] = host;
  const RealPerformer performer{inventory, gameday_binary()};
  const auto told = [&](const std::string& name) {
    const auto done =
        RealPerformer{inventory, gameday_binary()}.perform({{name}, 10s, Exec{{"true"}, {}}});
    REQUIRE_FALSE(done);
    return done.error().text();
  };
  // The pod is known, and its kubelet is asked for; nobody knows the other.
  const std::string reached = told("shop-0");
  CHECK_MESSAGE(reached.find("nowhere") != std::string::npos, reached);
  CHECK(told("shop-1").find("\"shop-1\" not found") != std::string::npos);
}

}  // namespace gameday::regions
