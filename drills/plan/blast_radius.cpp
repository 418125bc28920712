// SPDX-License-Identifier: Apache-2.0
#include "drills/plan/blast_radius.hpp"

#include <algorithm>
#include <set>

namespace gameday {
namespace {

/// The host on which an action has its effect; empty = this machine, or a node found at run time.
std::string host_of(const Action& action) {
  const auto* sql = std::get_if<Sql>(&action.what);
  return sql != nullptr ? sql->node : action.host.name;
}

void add_region(const Inventory& inventory, const std::string& name, std::set<std::string>& hosts,
                BlastRadius& radius) {
  const auto region = inventory.regions.find(name);
  if (region == inventory.regions.end() || std::ranges::count(radius.regions, name) > 0) return;
  radius.regions.push_back(name);
  radius.networks +=
      static_cast<int>(region->second.networks.size() + region->second.virtual_addresses.size());
  for (const auto& [key, host] : inventory.hosts) {
    if (host.region == name) hosts.insert(key);
  }
}

}  // namespace

BlastRadius weigh(const Plan& plan) {
  BlastRadius radius;
  std::set<std::string> hosts;
  for (const PlannedFault& fault : plan.faults) {
    add_region(plan.definition.inventory, fault.spec.params.get<std::string>("region"), hosts,
               radius);
    for (const Change& change : fault.plan.changes) {
      const Duration ends = fault.spec.after + change.expires_after.value_or(fault.spec.lasts);
      radius.longest = std::max(radius.longest, ends);
    }
  }
  for (const Change* change : all_changes(plan)) {
    ++radius.changes;
    const std::string host = host_of(change->apply);
    if (!host.empty()) hosts.insert(host);
  }
  radius.hosts.assign(hosts.begin(), hosts.end());
  return radius;
}

}  // namespace gameday
