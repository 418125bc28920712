// SPDX-License-Identifier: Apache-2.0
// Breaks: all traffic of the pods in chosen namespaces of a Kubernetes cluster, or of those of them
// that carry given labels. Heals: a failover to another cluster or region. With "network-policy"
// each namespace gets a NetworkPolicy of ours that allows nothing; nobody lifts it while gameday is
// gone. With "chaos-mesh" it gets a NetworkChaos, which Chaos Mesh's controller ends by itself.
//
// That the API has a policy says nothing of packets: the network plugin must enforce policies, and
// what any other policy allows stays allowed, for policies add up (Kubernetes, Network Policies).
// So the policy alone proves nothing; a canary that is out of reach does. What a policy does not
// cut: pods on the host's network, and what comes from a pod's own node. Chaos Mesh drops packets
// inside the pods by iptables, that is IPv4 alone, and tells once every pod has its rules.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "injectors/canary.hpp"
#include "injectors/injectors.hpp"
#include "injectors/kubernetes_cut.hpp"
#include "injectors/kubernetes_object.hpp"
#include "injectors/own_look.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_make_deadline{20};
constexpr const char* k_request_timeout = "--request-timeout=15s";
constexpr const char* k_what_others_allow =
    "--output=jsonpath={range .items[*]}{.metadata.name} in={.spec.ingress} out={.spec.egress} "
    "{\"\\n\"}{end}";
/// No command ends with it: such a look can refute, and never confirm.
constexpr int k_never = -1;

const ParamSpec k_params[] = {
    {.name = "cluster", .required = true, .help = "the cluster, by its name in the inventory"},
    {.name = "namespaces",
     .type = ParamType::text_list,
     .required = true,
     .help = "the namespaces whose pods are cut off"},
    {.name = "labels",
     .type = ParamType::table,
     .help = "only pods that carry all of these: { app = \"shop\" }",
     .fallback = "all pods"},
    {.name = "direction",
     .help = "which traffic of the pods",
     .fallback = "both",
     .one_of = {"in", "out", "both"}},
    {.name = "mechanism",
     .help = "how it is cut",
     .fallback = "network-policy",
     .one_of = {"network-policy", "chaos-mesh"}},
    {.name = "canary",
     .help = "address:port of a pod that must be out of reach from this machine",
     .fallback = "the canary of `region`"},
    {.name = "region", .help = "the region of the inventory that it breaks"},
};

/// A policy that names a direction and no rule for it allows nothing there.
Json policy_spec(const KubernetesCut& cut) {
  Json types = Json::array();
  if (cut.direction != "out") types.push_back("Ingress");
  if (cut.direction != "in") types.push_back("Egress");
  Json selector = Json::object();
  if (!cut.labels.empty()) selector["matchLabels"] = cut.labels;
  return {{"podSelector", selector}, {"policyTypes", types}};
}

std::string seconds_text(Duration length) {
  return fmt::format("{}s", std::chrono::ceil<std::chrono::seconds>(length).count());
}

/// A partition without a target parts a pod from everybody (Chaos Mesh, NetworkChaos partition).
Json chaos_spec(const KubernetesCut& cut, const std::string& name_space, Duration lasts) {
  const char* direction = cut.direction == "in" ? "from" : cut.direction == "out" ? "to" : "both";
  Json selector{{"namespaces", Json::array({name_space})}};
  if (!cut.labels.empty()) selector["labelSelectors"] = cut.labels;
  return {{"action", "partition"},
          {"mode", "all"},
          {"selector", selector},
          {"direction", direction},
          {"duration", seconds_text(lasts)}};
}

/// What a look must print of the spec; see the kinds' `tell`.
std::string told_of(const KubernetesCut& cut, const Json& spec) {
  if (!cut.chaos_mesh) return "spec=" + spec.dump();
  return fmt::format("action={} direction={} duration={} ", spec["action"].get<std::string>(),
                     spec["direction"].get<std::string>(), spec["duration"].get<std::string>());
}

/// Nothing is made where the API would not take it, or would not let it be taken away again.
std::vector<Action> rehearsals(const KubernetesObject& object, const Text& text) {
  const std::string where = "--namespace=" + object.namespace_name;
  const std::string resource{object.kind.resource};
  return {
      kubectl(object.cluster, {"auth", "can-i", "delete", resource, where, k_request_timeout},
              k_make_deadline),
      kubectl(object.cluster, {"auth", "can-i", "list", resource, where, k_request_timeout},
              k_make_deadline),
      kubectl(object.cluster,
              {"create", "--filename=-", "--dry-run=server", "--output=name", k_request_timeout},
              k_make_deadline, text)};
}

std::string pods_of(const KubernetesCut& cut) {
  return cut.labels.empty() ? "all pods" : "the pods " + Json(cut.labels).dump();
}

Change cut_namespace(const KubernetesCut& cut, const std::string& name_space,
                     const FaultScope& scope) {
  const KubernetesKind& kind = cut.chaos_mesh ? k_network_chaos : k_network_policy;
  const KubernetesObject object{.kind = kind,
                                .cluster = *cut.cluster,
                                .namespace_name = name_space,
                                .name = object_name(scope.run_id, scope.fault),
                                .run_id = scope.run_id,
                                .fault = scope.fault};
  const Json spec =
      cut.chaos_mesh ? chaos_spec(cut, name_space, scope.expires_after) : policy_spec(cut);
  const Text text = object_text(object, spec, scope.expires_after, scope.fence_first);
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, name_space);
  change.summary = fmt::format("{} in the namespace {} of {}: {}, traffic {}", kind.name,
                               name_space, cut.cluster->name, pods_of(cut),
                               cut.direction == "both" ? "in and out" : cut.direction);
  if (!cut.chaos_mesh) {
    change.summary +=
        "; it bites only where the network plugin enforces policies and no other "
        "policy allows more";
  }
  change.plant = rehearsals(object, text);
  change.apply =
      kubectl(*cut.cluster, {"create", "--filename=-", k_request_timeout}, k_make_deadline, text);
  change.verify = verify_object(object, told_of(cut, spec));
  change.revert = delete_object(object);
  if (cut.chaos_mesh) {
    change.dead_man = DeadMan::server;
    change.expires_after = std::chrono::ceil<std::chrono::seconds>(scope.expires_after);
  }
  return change;
}

/// A policy in the API refutes by its absence alone; Chaos Mesh tells what it has done in the pods.
Proof api_proof(const KubernetesCut& cut, const std::string& name_space, const Change& change) {
  if (cut.chaos_mesh) {
    Proof proof = own_look(change, fmt::format("Chaos Mesh has cut every pod in {}", name_space));
    proof.confirms.contains.insert(proof.confirms.contains.end(),
                                   {"selected=True ", "injected=True"});
    proof.refutes = {.status = 0, .contains = {"selected=False"}};
    return proof;
  }
  Proof proof = own_look(change, fmt::format("{} has the policy; whether packets stop, the API "
                                             "cannot tell",
                                             name_space));
  proof.confirms = {.status = k_never};
  return proof;
}

/// What others allow in the namespace stays allowed.
Proof no_other_allows(const KubernetesCut& cut, const std::string& name_space) {
  Proof proof{.name = fmt::format("no other policy in {} allows anything", name_space),
              .look = kubectl(
                  *cut.cluster,
                  {"get", std::string{k_network_policy.resource}, "--namespace=" + name_space,
                   k_request_timeout, fmt::format("--selector={}!={}", k_managed_by, k_our_name),
                   k_what_others_allow},
                  k_make_deadline),
              .confirms = {.status = 0},
              .refutes = {.status = k_never}};
  if (cut.direction != "out") proof.confirms.without.emplace_back("in=[");
  if (cut.direction != "in") proof.confirms.without.emplace_back("out=[");
  return proof;
}

/// Pods that may not send still answer by a connection that came in: no canary shows that.
Result<std::vector<Proof>> dialled(const KubernetesCut& cut, const Params& params,
                                   const FaultScope& scope) {
  auto of_region = canary_proofs(params, scope);
  const bool answers = !cut.chaos_mesh && cut.direction == "out";
  if (!of_region || !params.has("canary")) {
    return of_region && answers ? std::vector<Proof>{} : std::move(of_region);
  }
  if (answers) {
    return cannot_plan(scope, "with a policy for direction \"out\" pods still answer the canary");
  }
  const auto canary = params.get<std::string>("canary");
  if (canary.rfind(':') == std::string::npos || canary.starts_with('-')) {
    return cannot_plan(scope, fmt::format("the canary \"{}\" is no address:port", canary));
  }
  return std::vector<Proof>{out_of_reach(canary)};
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto cut = read_kubernetes_cut(params, scope);
  if (!cut) return tl::unexpected(cut.error());
  auto proofs = dialled(*cut, params, scope);
  if (!proofs) return tl::unexpected(proofs.error());
  FaultPlan result{.changes = {}, .proofs = std::move(*proofs), .mechanism = {}};
  result.asynchronous = true;
  const bool seen_outside = !result.proofs.empty();
  for (const std::string& name_space : cut->namespaces) {
    Change change = cut_namespace(*cut, name_space, scope);
    if (cut->chaos_mesh || !seen_outside) {
      result.proofs.push_back(api_proof(*cut, name_space, change));
    }
    if (!cut->chaos_mesh) result.proofs.push_back(no_other_allows(*cut, name_space));
    result.changes.push_back(std::move(change));
  }
  return result;
}

}  // namespace

const Injector k_injector_kubernetes_blackhole{
    .name = "kubernetes_blackhole",
    .summary = "namespaces of a Kubernetes cluster are cut off",
    .breaks = "all traffic of their pods, or of those with given labels",
    .heals = "a failover to another cluster or region",
    .params = k_params,
    .plan = plan,
    .dead_man =
        "chaos-mesh: its controller, after the duration; network-policy: nobody "
        "(accept_no_deadman)",
    .example = R"(cluster = "shop"
namespaces = ["shop"]
accept_no_deadman = true)",
    .example_inventory = "kubernetes.toml",
};

}  // namespace gameday
