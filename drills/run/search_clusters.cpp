// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "drills/run/world_search.hpp"
#include "injectors/kubernetes_found.hpp"

namespace gameday {
namespace {

void search_cluster(Performer& performer, const Cluster& cluster, const KubernetesKind& kind,
                    Leftovers& left) {
  const auto listed = performer.perform(look_for_objects(cluster, kind));
  if (listed && has_no_such_kind(*listed)) return;
  if (!listed || !listed->ok) {
    left.unseen.push_back(fmt::format("objects {} could not be looked for in the cluster {}: {}",
                                      kind.name, cluster.name,
                                      listed ? listed->err : listed.error().text()));
    return;
  }
  auto finds = read_kubernetes_found(cluster, kind, listed->out);
  if (!finds) {
    left.unseen.push_back(finds.error().text());
    return;
  }
  left.unseen.insert(left.unseen.end(), finds->unseen.begin(), finds->unseen.end());
  for (KubernetesFound& found : finds->found) {
    left.found.push_back({found.run_id, "", std::move(found.change), found.fence_first});
  }
}

}  // namespace

void search_clusters(Performer& performer, const Inventory& inventory, Leftovers& left) {
  for (const auto& [name, cluster] : inventory.clusters) {
    for (const KubernetesKind* kind : {&k_network_policy, &k_network_chaos}) {
      search_cluster(performer, cluster, *kind, left);
    }
  }
}

}  // namespace gameday
