// SPDX-License-Identifier: Apache-2.0
#include "injectors/cut_plan.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "base/network.hpp"
#include "injectors/deadman.hpp"
#include "injectors/mechanisms.hpp"
#include "injectors/mechanisms/iptables_gate.hpp"
#include "injectors/targets.hpp"
#include "injectors/trial.hpp"

namespace gameday {
namespace {

constexpr int k_dial_refused = 1;
constexpr int k_dial_timed_out = 2;
constexpr std::chrono::milliseconds k_dial_deadline{3000};

IptablesTimer timer_of(const Params& params) {
  const auto word = params.get<std::string>("deadman", "datestop");
  if (word == "ipset") return IptablesTimer::ipset;
  return word == "keeper" ? IptablesTimer::keeper : IptablesTimer::datestop;
}

/// Where to dial so that it is cut; empty where only UDP is.
std::string dialled(const std::string& canary, const CutSpec& spec) {
  const auto endpoint = parse_endpoint(canary);
  if (spec.ports.empty() || !endpoint) return canary;
  std::vector<int> ports;
  for (const std::string& text : spec.ports) {
    for (const PortMatch& match : read_port(text)) {
      if (match.protocol == "tcp") ports.push_back(match.port);
    }
  }
  if (ports.empty()) return {};
  if (std::ranges::find(ports, endpoint->port) != ports.end()) return canary;
  const bool v6 = endpoint->address.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", v6 ? "[" : "", endpoint->address, v6 ? "]" : "", ports.front());
}

/// What the mechanism finds by its tags needs no note.
void note_gate_sets(std::vector<Change>& changes, const std::string& name,
                    const FaultScope& scope) {
  const Host* host = scope.inventory.find_host(name);
  if (host == nullptr) return;
  for (Change& change : changes) {
    if (iptables::is_gate_set(change)) plant_note(change, *host, scope.run_id, scope.fence_first);
  }
}

}  // namespace

CutSpec cut_of(const Params& params, const FaultScope& scope) {
  CutSpec spec;
  spec.run_id = scope.run_id;
  spec.fault = scope.fault;
  spec.reject = params.get<bool>("reject", false);
  spec.ports = params.get<std::vector<std::string>>("ports");
  spec.iptables_timer = timer_of(params);
  spec.expires_after = scope.expires_after;
  spec.fence_first = scope.fence_first;
  return spec;
}

Result<void> cut_at(FaultPlan& plan, CutSpec spec, const std::vector<std::string>& hosts,
                    const Params& params, const FaultScope& scope) {
  plan.mechanism = params.get<std::string>("mechanism", "nftables");
  const Mechanism* mechanism = find_kind(mechanisms(), plan.mechanism);
  if (mechanism == nullptr) {
    return cannot_plan(scope, fmt::format("there is no mechanism \"{}\"", plan.mechanism));
  }
  if (params.has("deadman") && plan.mechanism != "iptables") {
    return cannot_plan(scope, "`deadman` is a choice of the mechanism iptables only",
                       "leave it out, or write mechanism = \"iptables\"");
  }
  for (const std::string& host : hosts) {
    spec.host = {host};
    const Host* there = scope.inventory.find_host(host);
    spec.try_first = there != nullptr && is_reached_by_network(*there);
    auto changes = mechanism->cut(spec);
    if (!changes) return tl::unexpected{changes.error()};
    note_gate_sets(*changes, host, scope);
    std::ranges::move(*changes, std::back_inserter(plan.changes));
    std::ranges::move(mechanism->counters(spec), std::back_inserter(plan.counters));
  }
  return {};
}

void prove_by_dial(FaultPlan& plan, Dial dial, const CutSpec& spec) {
  const std::string canary = dial.canary.empty() ? "" : dialled(dial.canary, spec);
  if (canary.empty()) return;
  Exec command{{"@gameday", "dial", canary, "--timeout", "500ms"}};
  if (!dial.source.empty()) {
    command.argv.emplace_back("--from");
    command.argv.emplace_back(dial.source);
  }
  plan.proofs.push_back({.name = fmt::format("{}: {} is out of reach", dial.name, canary),
                         .inside = dial.inside,
                         .look = {std::move(dial.from), k_dial_deadline, std::move(command)},
                         .confirms = {.status = dial.refused ? k_dial_refused : k_dial_timed_out},
                         .refutes = {.status = 0}});
}

HostRef vantage_host(const Inventory& inventory) {
  const auto is_manager = [&](const std::string& host) {
    return std::ranges::any_of(inventory.traffic,
                               [&](const auto& entry) { return entry.second.host == host; });
  };
  HostRef found;
  for (const auto& [name, host] : inventory.hosts) {
    if (inventory.vantage.empty() || host.zone != inventory.vantage) continue;
    if (!is_manager(name)) return {name};
    found = {name};
  }
  return found;
}

const Host* inside_host(const Inventory& inventory, const std::string& region) {
  if (const Host* db = inventory.find_host(region + ".db")) return db;
  for (const auto& [name, host] : inventory.hosts) {
    if (host.region == region) return &host;
  }
  return nullptr;
}

std::vector<std::string> networks_of(const Region& region) {
  std::vector<std::string> networks = region.networks;
  networks.insert(networks.end(), region.virtual_addresses.begin(), region.virtual_addresses.end());
  return networks;
}

}  // namespace gameday
