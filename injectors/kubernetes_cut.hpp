// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// What the parameters of kubernetes_blackhole say, checked.
struct KubernetesCut {
  const Cluster* cluster = nullptr;
  std::vector<std::string> namespaces;
  std::map<std::string, std::string> labels;  ///< of the pods, all of them; empty = all pods
  std::string direction;                      ///< "in", "out" or "both"
  bool chaos_mesh = false;
};

/// Errors: bad_input.
[[nodiscard]] Result<KubernetesCut> read_kubernetes_cut(const Params& params,
                                                        const FaultScope& scope);

}  // namespace gameday
