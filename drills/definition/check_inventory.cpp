// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "drills/definition/check.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// Notes a name that is not among the known ones; an empty one was noted, or may be left out.
void check_known(const Part<Inventory>& inventory, TomlPath path, std::string_view what,
                 const std::string& name, const std::vector<std::string_view>& known) {
  if (name.empty() || std::ranges::find(known, name) != known.end()) return;
  inventory.note(path, fmt::format("unknown {} {}", what, in_ticks(name)), suggest(name, known));
}

void check_regions(const Part<Inventory>& inventory, const std::vector<std::string_view>& hosts) {
  for (const auto& [name, region] : inventory.value.regions) {
    for (std::size_t i = 0; i < region.filtered_at.size(); ++i) {
      check_known(inventory, {"region", name, "filtered_at", i}, "host", region.filtered_at[i],
                  hosts);
    }
  }
}

void check_hosts(const Part<Inventory>& inventory, const Vocabulary& vocabulary,
                 const std::vector<std::string_view>& regions) {
  for (const auto& [name, host] : inventory.value.hosts) {
    check_known(inventory, {"host", name, "region"}, "region", host.region, regions);
    if (!vocabulary.transports.empty()) {
      check_known(inventory, {"host", name, "transport"}, "transport", host.transport,
                  vocabulary.transports);
    }
    if (host.transport == "lab" && !inventory.value.lab) {
      inventory.note({"host", name, "transport"},
                     "the transport `lab` in an inventory that names no lab",
                     "add lab = \"default\" at the top");
    }
  }
}

/// Both nodes of a database have an entry of their own: the control path stands there.
void check_database(const Part<Inventory>& inventory, Database& database,
                    const std::vector<std::string_view>& hosts) {
  const std::string& name = database.name;
  check_known(inventory, {"database", name, "primary"}, "host", database.primary, hosts);
  check_known(inventory, {"database", name, "standby"}, "host", database.standby, hosts);
  for (const std::string& role : {database.primary, database.standby}) {
    if (role.empty() || database.nodes.contains(role)) continue;
    inventory.note({"database", name},
                   fmt::format("missing table [database.{}.node.{}]", name, printable(role)),
                   "it holds the control path of that node");
  }
  for (auto& [host, node] : database.nodes) {
    check_known(inventory, {"database", name, "node", host}, "host", host, hosts);
    const auto found = inventory.value.hosts.find(host);
    if (found != inventory.value.hosts.end()) node.region = found->second.region;
  }
}

void check_zones(const Part<Inventory>& inventory, const std::vector<std::string_view>& hosts,
                 const std::vector<std::string_view>& regions) {
  for (const auto& [name, zone] : inventory.value.zones) {
    check_known(inventory, {"zone", name, "region"}, "region", zone.part_of, regions);
    for (std::size_t i = 0; i < zone.filtered_at.size(); ++i) {
      check_known(inventory, {"zone", name, "filtered_at", i}, "host", zone.filtered_at[i], hosts);
    }
  }
}

void check_workloads(const Part<Inventory>& inventory, const std::vector<std::string_view>& hosts) {
  for (const auto& [name, service] : inventory.value.services) {
    check_known(inventory, {"service", name, "host"}, "host", service.host, hosts);
  }
  for (auto& [name, queue] : inventory.value.queues) {
    for (auto& [host, node] : queue.nodes) {
      check_known(inventory, {"queue", name, "node", host}, "host", host, hosts);
      const auto found = inventory.value.hosts.find(host);
      if (found != inventory.value.hosts.end()) node.region = found->second.region;
    }
  }
}

void check_traffic(const Part<Inventory>& inventory, const std::vector<std::string_view>& hosts,
                   const std::vector<std::string_view>& regions) {
  for (const auto& [name, manager] : inventory.value.traffic) {
    check_known(inventory, {"traffic", name, "host"}, "host", manager.host, hosts);
    for (const TrafficSlot& slot : manager.slots) {
      for (const auto& [region, address] : slot.by_region) {
        check_known(inventory, {"traffic", name, "slot", slot.name, region}, "region", region,
                    regions);
      }
    }
  }
}

}  // namespace

void check_inventory(const Part<Inventory>& inventory, const Vocabulary& vocabulary) {
  const std::vector<std::string_view> hosts = keys_of(inventory.value.hosts);
  const std::vector<std::string_view> regions = keys_of(inventory.value.regions);
  if (regions.empty() && inventory.root.find("region") == nullptr) {
    inventory.note({}, "an inventory without a region", "write [region.<name>]");
  }
  check_known(inventory, {"lock_host"}, "host", inventory.value.lock_host, hosts);
  check_regions(inventory, hosts);
  check_hosts(inventory, vocabulary, regions);
  for (auto& [name, database] : inventory.value.databases) {
    check_database(inventory, database, hosts);
  }
  check_traffic(inventory, hosts, regions);
  check_zones(inventory, hosts, regions);
  check_workloads(inventory, hosts);
}

}  // namespace gameday
