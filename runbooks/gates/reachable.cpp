// SPDX-License-Identifier: Apache-2.0
// Whether the host of the old primary can be worked on at all, over its control path. The server
// itself is fenced, and need not run.
#include <fmt/format.h>

#include "runbooks/gates.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{3000};

const ParamSpec k_params[] = {
    {.name = "database", .required = true, .help = "the database of the inventory"},
};

Result<GatePlan> plan(const GateSpec& gate, const GateScope& scope) {
  const auto node = gate_node(gate, scope, scope.old_region);
  if (!node) return tl::unexpected{node.error()};
  GatePlan planned;
  planned.summary = fmt::format("{} can be reached over its control path", *node);
  planned.looks.push_back(
      {.look = {{*node}, k_deadline, Exec{{std::string{"true"}}}}, .open = {.status = 0}});
  return planned;
}

}  // namespace

const GateKind k_gate_reachable{
    .name = "reachable",
    .summary = "the old primary's host can be reached over its control path",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
