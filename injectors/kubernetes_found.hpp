// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "injectors/kubernetes_object.hpp"

namespace gameday {

/// Lists the objects of a kind that carry our label, in all namespaces of a cluster; its output
/// goes to read_kubernetes_found.
[[nodiscard]] Action look_for_objects(const Cluster& cluster, const KubernetesKind& kind);

/// Whether the listing failed because the cluster knows no such kind: then there is none of it.
[[nodiscard]] bool has_no_such_kind(const Outcome& listed);

/// One object that was found, as a change that can be looked at and reverted; its id ends with the
/// run's.
struct KubernetesFound {
  std::string run_id;
  Change change;
  bool fence_first = false;
};

/// What a listing has.
struct KubernetesFinds {
  std::vector<KubernetesFound> found;
  std::vector<std::string> unseen;  ///< what we could not have written, and why
};
/// Errors: bad_input, where the output is no such list.
[[nodiscard]] Result<KubernetesFinds> read_kubernetes_found(const Cluster& cluster,
                                                            const KubernetesKind& kind,
                                                            std::string_view output);

}  // namespace gameday
