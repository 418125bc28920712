// SPDX-License-Identifier: Apache-2.0
#include "injectors/canary.hpp"

#include <fmt/format.h>

#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_dial_deadline{3000};
constexpr int k_dial_timed_out = 2;

}  // namespace

Proof out_of_reach(const std::string& canary) {
  return {.name = fmt::format("outside: {} is out of reach", canary),
          .look = {{}, k_dial_deadline, Exec{{"@gameday", "dial", canary, "--timeout", "500ms"}}},
          .confirms = {.status = k_dial_timed_out},
          .refutes = {.status = 0}};
}

Result<std::vector<Proof>> canary_proofs(const Params& params, const FaultScope& scope) {
  std::vector<Proof> proofs;
  if (!params.has("region")) return proofs;
  const auto region = target_region(params, scope);
  if (!region) return tl::unexpected(region.error());
  const std::string& canary = (*region)->canary;
  if (canary.empty() || !scope.inventory.vantage.empty()) return proofs;
  proofs.push_back(out_of_reach(canary));
  return proofs;
}

}  // namespace gameday
