// SPDX-License-Identifier: Apache-2.0
// Breaks: all traffic between a region and the rest of the world, at the hosts that route it.
// Clients see silence (or a refusal, with `reject`), connections already open hang. Heals: a
// failover to another region. The fault itself is lifted by its revert, else by the mechanism's own
// deadline in the kernel.
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "injectors/injectors.hpp"
#include "injectors/mechanisms.hpp"

namespace gameday {
namespace {

constexpr int k_dial_refused = 1;
constexpr int k_dial_timed_out = 2;
constexpr std::chrono::milliseconds k_dial_deadline{3000};

const ParamSpec k_params[] = {
    {.name = "region", .required = true, .help = "the region to cut off"},
    {.name = "mechanism",
     .help = "how it is cut",
     .fallback = "nftables",
     .one_of = {"nftables", "iptables"}},
    {.name = "direction",
     .help = "in = packets to the region, out = packets from it",
     .fallback = "both",
     .one_of = {"both", "in", "out"}},
    {.name = "reject",
     .type = ParamType::boolean,
     .help = "answer with a refusal instead of silence",
     .fallback = "false"},
};

tl::unexpected<Error> cannot_plan(const FaultScope& scope, std::string why, std::string next = {}) {
  return fail(ErrorKind::bad_input, "plan the fault " + scope.fault, scope.inventory.file,
              std::move(why), std::move(next));
}

CutSpec describe_cut(const Params& params, const FaultScope& scope, const Region& region) {
  const std::string direction = params.get<std::string>("direction", "both");
  CutSpec spec;
  spec.run_id = scope.run_id;
  spec.fault = scope.fault;
  spec.networks = region.networks;
  spec.networks.insert(spec.networks.end(), region.virtual_addresses.begin(),
                       region.virtual_addresses.end());
  spec.interfaces = region.interfaces;
  spec.cut_in = direction != "out";
  spec.cut_out = direction != "in";
  spec.reject = params.get<bool>("reject", false);
  spec.expires_after = scope.expires_after;
  spec.fence_first = scope.fence_first;
  return spec;
}

/// A host in the zone of the clients, rather not one that stands in their way; empty = this
/// machine.
HostRef vantage_host(const Inventory& inventory) {
  const auto is_manager = [&](const std::string& host) {
    for (const auto& [name, manager] : inventory.traffic) {
      if (manager.host == host) return true;
    }
    return false;
  };
  HostRef found;
  for (const auto& [name, host] : inventory.hosts) {
    if (inventory.vantage.empty() || host.zone != inventory.vantage) continue;
    if (!is_manager(name)) return {name};
    found = {name};
  }
  return found;
}

/// The host inside the region from which the survivor is dialled: its database, else any.
const Host* inside_host(const Inventory& inventory, const std::string& region) {
  if (const Host* db = inventory.find_host(region + ".db")) return db;
  for (const auto& [name, host] : inventory.hosts) {
    if (host.region == region) return &host;
  }
  return nullptr;
}

Proof dial(std::string name, const HostRef& from, const std::string& canary, bool answered) {
  Exec command{{"@gameday", "dial", canary, "--timeout", "500ms"}};
  return {.name = fmt::format("{}: {} is out of reach", name, canary),
          .inside = name == "inside",
          .look = {from, k_dial_deadline, std::move(command)},
          .confirms = {.status = answered ? k_dial_refused : k_dial_timed_out},
          .refutes = {.status = 0}};
}

/// From outside towards the region, and from within towards every other region with a canary. Only
/// the side whose own packets are rejected is answered: the other one waits in vain.
std::vector<Proof> proofs_of(const CutSpec& spec, const Inventory& inventory,
                             const Region& region) {
  std::vector<Proof> proofs;
  if (!region.canary.empty()) {
    proofs.push_back(
        dial("outside", vantage_host(inventory), region.canary, spec.reject && spec.cut_in));
  }
  const Host* inside = inside_host(inventory, region.name);
  for (const auto& [name, other] : inventory.regions) {
    if (inside == nullptr || name == region.name || other.canary.empty()) continue;
    proofs.push_back(dial("inside", {inside->name}, other.canary, spec.reject && spec.cut_out));
  }
  return proofs;
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const std::string name = params.get<std::string>("region");
  const auto region = scope.inventory.regions.find(name);
  if (region == scope.inventory.regions.end()) {
    return cannot_plan(scope, fmt::format("there is no region \"{}\"", name));
  }
  if (region->second.filtered_at.empty()) {
    return cannot_plan(scope, fmt::format("no host filters the traffic of {}", name),
                       "name the routers in `filtered_at` of the region");
  }
  FaultPlan result{
      .changes = {}, .proofs = {}, .mechanism = params.get<std::string>("mechanism", "nftables")};
  const Mechanism* mechanism = find_kind(mechanisms(), result.mechanism);
  if (mechanism == nullptr) {
    return cannot_plan(scope, fmt::format("there is no mechanism \"{}\"", result.mechanism));
  }
  CutSpec spec = describe_cut(params, scope, region->second);
  for (const std::string& host : region->second.filtered_at) {
    spec.host = {host};
    auto changes = mechanism->cut(spec);
    if (!changes) return tl::unexpected{changes.error()};
    for (Change& change : *changes) result.changes.push_back(std::move(change));
    for (Action& counter : mechanism->counters(spec)) result.counters.push_back(std::move(counter));
  }
  result.proofs = proofs_of(spec, scope.inventory, region->second);
  return result;
}

}  // namespace

const Injector k_injector_region_blackhole{
    .name = "region_blackhole",
    .summary = "a region is cut off from everybody at once",
    .breaks = "all traffic between the region and the rest of the world, open connections included",
    .heals = "a failover to another region",
    .params = k_params,
    .plan = plan,
    .dead_man = "the kernel of the hosts that filter",
    .example = "region = \"region-a\"",
};

}  // namespace gameday
