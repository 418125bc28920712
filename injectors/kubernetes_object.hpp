// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "base/json.hpp"

namespace gameday {

/// A kind of object that a fault makes in a Kubernetes cluster.
struct KubernetesKind {
  std::string_view api_version;  ///< "networking.k8s.io/v1"
  std::string_view name;         ///< "NetworkPolicy"
  std::string_view resource;     ///< as kubectl is told it: with its group
  std::string_view tell;         ///< what a look prints of it besides whose it is, as JSONPath
  std::string_view lapsed;       ///< what is in there once it has no effect any more; empty = never
  std::chrono::seconds going;    ///< how long it may take to go; whole, at most 290
};

/// Kubernetes API reference, NetworkPolicy v1 networking.k8s.io.
inline constexpr KubernetesKind k_network_policy{.api_version = "networking.k8s.io/v1",
                                                 .name = "NetworkPolicy",
                                                 .resource = "networkpolicies.networking.k8s.io",
                                                 .tell = "spec={.spec}",
                                                 .lapsed = "",
                                                 .going = std::chrono::seconds{30}};

/// Chaos Mesh 2, NetworkChaos v1alpha1. Its controller goes over to the phase Stop when the
/// duration is over, and holds a deleted object until every pod is as it was.
inline constexpr KubernetesKind k_network_chaos{
    .api_version = "chaos-mesh.org/v1alpha1",
    .name = "NetworkChaos",
    .resource = "networkchaos.chaos-mesh.org",
    .tell =
        "action={.spec.action} direction={.spec.direction} duration={.spec.duration} "
        "phase={.status.experiment.desiredPhase} "
        "selected={.status.conditions[?(@.type==\"Selected\")].status} "
        "injected={.status.conditions[?(@.type==\"AllInjected\")].status}",
    .lapsed = "phase=Stop",
    .going = std::chrono::seconds{120}};

/// One object of ours, known by its name and by the run and fault that are written on it.
struct KubernetesObject {
  const KubernetesKind& kind;
  const Cluster& cluster;
  std::string namespace_name;
  std::string name;
  std::string run_id;
  std::string fault;
};

/// The label that every object of ours has beside its run's: key and value.
inline constexpr std::string_view k_managed_by = "app.kubernetes.io/managed-by";
inline constexpr std::string_view k_our_name = "gameday";
inline constexpr std::string_view k_run_label = "gameday.run";
inline constexpr std::string_view k_fault_note = "gameday.fault";
inline constexpr std::string_view k_deadline_note = "gameday.deadline";
inline constexpr std::string_view k_fence_note = "gameday.fence-first";

/// kubectl on this machine, for this cluster.
[[nodiscard]] Action kubectl(const Cluster& cluster, std::vector<std::string> words,
                             std::chrono::milliseconds deadline, Text input = {});

/// "gameday-<run id>-<fault>" as Kubernetes takes names (RFC 1123): two faults never share one.
[[nodiscard]] std::string object_name(std::string_view run_id, std::string_view fault);

/// Whether Kubernetes would take it as the name of a namespace (RFC 1123, a label).
[[nodiscard]] bool is_namespace_name(std::string_view text);

/// The whole object with this spec, as kubectl is handed it; its deadline is written when it is
/// sent. `fence_first` as in FaultScope.
[[nodiscard]] Text object_text(const KubernetesObject& object, const Json& spec, Duration lasts,
                               bool fence_first);

/// A look at it: in force where it is ours and what it prints has `told`; foreign where it has our
/// name and is not ours.
[[nodiscard]] Verify verify_object(const KubernetesObject& object, const std::string& told);

/// Deletes it where it is ours, and waits until it is gone. Harmless where there is none.
[[nodiscard]] Action delete_object(const KubernetesObject& object);

}  // namespace gameday
