// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/reach.hpp"

#include <algorithm>

namespace gameday {
namespace {

constexpr const char* k_target_keys[] = {"region", "zone",  "from",     "to",      "host",
                                         "on",     "queue", "database", "service", "cluster"};

bool in_lab(const Inventory& inventory, const std::string& name) {
  const Host* host = inventory.find_host(name);
  return inventory.lab && host != nullptr && host->transport == "lab";
}

/// The hosts on which an action has its effect, "" being this machine; a statement for "whichever
/// node is writable" may reach every node, and an action that is none reaches nobody.
std::set<std::string> hosts_of(const Inventory& inventory, const Action& action) {
  const auto* exec = std::get_if<Exec>(&action.what);
  if (exec != nullptr && exec->argv.empty() && action.host.name.empty()) return {};
  const auto* sql = std::get_if<Sql>(&action.what);
  if (sql == nullptr) return {action.host.name};
  if (!sql->node.empty()) return {sql->node};
  std::set<std::string> nodes;
  const auto database = inventory.databases.find(sql->database);
  if (database == inventory.databases.end()) return {};
  for (const auto& [name, node] : database->second.nodes) nodes.insert(name);
  return nodes;
}

std::set<std::string> hosts_of(const Inventory& inventory, const Change& change) {
  std::set<std::string> hosts = hosts_of(inventory, change.apply);
  if (change.revert) hosts.merge(hosts_of(inventory, *change.revert));
  for (const Action& action : change.plant) hosts.merge(hosts_of(inventory, action));
  return hosts;
}

/// The networks of a region or zone by this name; of anything else none.
std::vector<Network> networks_of(const Inventory& inventory, const std::string& name) {
  std::vector<Network> networks;
  for (const auto* places : {&inventory.regions, &inventory.zones}) {
    const auto place = places->find(name);
    if (place == places->end()) continue;
    for (const auto* texts : {&place->second.networks, &place->second.virtual_addresses}) {
      for (const std::string& text : *texts) {
        if (const auto network = parse_network(text)) networks.push_back(*network);
      }
    }
  }
  return networks;
}

/// A fault on a whole region or zone takes every host of it along.
void lose_hosts(const Inventory& inventory, const FaultSpec& fault, Reach& reach) {
  const auto region = fault.params.get<std::string>("region");
  const auto zone = networks_of(inventory, fault.params.get<std::string>("zone"));
  for (const auto& [name, host] : inventory.hosts) {
    const auto address = parse_network(host.address);
    const bool in_zone = address && lies_within(*address, zone);
    if (in_zone || (!region.empty() && host.region == region)) reach.lost.insert(name);
  }
}

void name_targets(const Inventory& inventory, const FaultSpec& fault, Reach& reach) {
  for (const char* key : k_target_keys) {
    const auto word = fault.params.get<std::string>(key);
    if (word.empty()) continue;
    reach.names.insert(word);
    for (const Network& network : networks_of(inventory, word)) reach.cut.push_back(network);
  }
  for (std::string& word : fault.params.get<std::vector<std::string>>("namespaces")) {
    reach.names.insert(std::move(word));
  }
}

void name_hosts(const Inventory& inventory, Reach& reach) {
  for (const auto* hosts : {&reach.changed, &reach.lost}) {
    for (const std::string& each : *hosts) {
      reach.names.insert(each);
      if (const Host* host = inventory.find_host(each)) {
        for (std::string& name : names_of(*host)) reach.names.insert(std::move(name));
      }
      if (const Database* database = inventory.database_at(each)) {
        reach.names.insert(database->name);
      }
    }
  }
}

}  // namespace

Reach reach_of(const Plan& plan) {
  const Inventory& inventory = plan.definition.inventory;
  Reach reach;
  for (const Change* change : all_changes(plan)) {
    reach.changed.merge(hosts_of(inventory, *change));
  }
  for (const PlannedFault& fault : plan.faults) {
    for (const Change& change : fault.plan.changes) {
      reach.lost.merge(hosts_of(inventory, change));
    }
    lose_hosts(inventory, fault.spec, reach);
    name_targets(inventory, fault.spec, reach);
  }
  reach.this_machine = reach.changed.erase("") > 0;
  reach.lost.erase("");
  for (const std::string& name : reach.changed) {
    if (!in_lab(inventory, name)) reach.outside.insert(name);
  }
  reach.cut = merge_networks(std::move(reach.cut));
  name_hosts(inventory, reach);
  return reach;
}

bool lies_within(const Network& inner, const std::vector<Network>& networks) {
  return std::ranges::any_of(networks, [&](const Network& outer) {
    return merge_networks({outer, inner}) == std::vector{outer};
  });
}

bool share_addresses(const Network& a, const Network& b) {
  return merge_networks({a, b}).size() == 1;
}

bool fits_pattern(std::string_view name, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t again = 0;
  while (at < name.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      again = at;
    } else if (in < pattern.size() && pattern[in] == name[at]) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++again;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

std::vector<std::string> names_of(const Host& host) {
  std::vector<std::string> names{host.name};
  if (!host.region.empty() && !host.role.empty()) names.push_back(host.region + "." + host.role);
  return names;
}

}  // namespace gameday
