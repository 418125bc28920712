// SPDX-License-Identifier: Apache-2.0
#include "injectors/kubernetes_cut.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "injectors/kubernetes_object.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// From where clusters run what they stand on.
constexpr std::array<std::string_view, 3> k_of_the_cluster{"kube-system", "kube-public",
                                                           "kube-node-lease"};
/// Where Chaos Mesh is installed by its own guide, now and formerly.
constexpr std::array<std::string_view, 2> k_of_chaos_mesh{"chaos-mesh", "chaos-testing"};

using Labels = std::map<std::string, std::string>;

Result<Labels> read_labels(const Params& params, const FaultScope& scope) {
  Labels labels;
  if (!params.has("labels")) return labels;
  const auto table = params.get<std::shared_ptr<const Json>>("labels");
  if (!table || table->empty()) return cannot_plan(scope, "`labels` names no label");
  for (const auto& [name, value] : table->items()) {
    if (!value.is_string()) return cannot_plan(scope, "the label " + name + " is no text");
    labels[name] = value.get<std::string>();
  }
  return labels;
}

template <class Names>
bool is_among(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// The cluster's own namespaces are cut only by label, and that of Chaos Mesh never: its controller
/// could not lift it.
Result<void> check_namespaces(const KubernetesCut& cut, const FaultScope& scope) {
  if (cut.namespaces.empty()) return cannot_plan(scope, "`namespaces` names none");
  for (const std::string& name : cut.namespaces) {
    if (!is_namespace_name(name)) {
      return cannot_plan(scope, fmt::format("\"{}\" is no name of a namespace", name));
    }
    if (std::ranges::count(cut.namespaces, name) > 1) {
      return cannot_plan(scope, fmt::format("the namespace {} is named twice", name));
    }
    if (is_among(k_of_the_cluster, name) && cut.labels.empty()) {
      return cannot_plan(scope, fmt::format("the cluster itself is run from {}", name),
                         "choose some of its pods by `labels`");
    }
    if (cut.chaos_mesh && is_among(k_of_chaos_mesh, name)) {
      return cannot_plan(scope, fmt::format("Chaos Mesh runs in {} and could not lift it", name));
    }
  }
  return {};
}

}  // namespace

Result<KubernetesCut> read_kubernetes_cut(const Params& params, const FaultScope& scope) {
  KubernetesCut cut;
  const auto cluster = target_cluster(params, scope);
  if (!cluster) return tl::unexpected(cluster.error());
  cut.cluster = *cluster;
  auto labels = read_labels(params, scope);
  if (!labels) return tl::unexpected(labels.error());
  cut.labels = std::move(*labels);
  cut.namespaces = params.get<std::vector<std::string>>("namespaces");
  cut.direction = params.get<std::string>("direction", "both");
  cut.chaos_mesh = params.get<std::string>("mechanism", "network-policy") == "chaos-mesh";
  if (auto checked = check_namespaces(cut, scope); !checked) {
    return tl::unexpected(checked.error());
  }
  return cut;
}

}  // namespace gameday
