// SPDX-License-Identifier: Apache-2.0
#include "injectors/blackhole.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/network.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

bool is_within(const Host& host, const Region& target) {
  const auto address = parse_network(host.address);
  return address && std::ranges::any_of(networks_of(target), [&](const std::string& text) {
           const auto network = parse_network(text);
           return network && merge_networks({*network, *address}).size() == 1;
         });
}

/// The host from which others are dialled. Several zones may share a host's network, as they do in
/// a lab, so from a zone it is dialled by an address of the zone itself.
const Host* host_within(const Region& target, const Inventory& inventory) {
  if (target.part_of.empty()) return inside_host(inventory, target.name);
  for (const auto& [name, host] : inventory.hosts) {
    if (host.region == target.part_of && is_within(host, target)) return &host;
  }
  return nullptr;
}

/// From outside towards it, and from within towards every other region with a canary. Only the side
/// whose own packets are rejected is answered: the other one waits in vain.
void add_proofs(FaultPlan& plan, const CutSpec& spec, const Region& target,
                const Inventory& inventory) {
  prove_by_dial(plan,
                {.name = "outside",
                 .from = vantage_host(inventory),
                 .source = {},
                 .canary = target.canary,
                 .refused = spec.reject && spec.cut_in},
                spec);
  const Host* inside = host_within(target, inventory);
  for (const auto& [name, other] : inventory.regions) {
    if (inside == nullptr || name == target.name || name == target.part_of) continue;
    prove_by_dial(plan,
                  {.name = "inside",
                   .from = {inside->name},
                   .source = target.part_of.empty() ? "" : inside->address,
                   .canary = other.canary,
                   .inside = true,
                   .refused = spec.reject && spec.cut_out},
                  spec);
  }
}

}  // namespace

Result<FaultPlan> plan_blackhole(const Region& target, const Params& params,
                                 const FaultScope& scope) {
  if (target.filtered_at.empty()) {
    return cannot_plan(scope, fmt::format("no host filters the traffic of {}", target.name),
                       "name the routers in its `filtered_at`");
  }
  const auto direction = params.get<std::string>("direction", "both");
  CutSpec spec = cut_of(params, scope);
  spec.networks = networks_of(target);
  spec.interfaces = target.interfaces;
  spec.cut_in = direction != "out";
  spec.cut_out = direction != "in";
  FaultPlan plan;
  if (auto cut = cut_at(plan, spec, target.filtered_at, params, scope); !cut) {
    return tl::unexpected(cut.error());
  }
  add_proofs(plan, spec, target, scope.inventory);
  return plan;
}

}  // namespace gameday
