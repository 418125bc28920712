// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <fmt/format.h>

#include "base/catalog.hpp"
#include "base/network.hpp"
#include "drills/definition/read.hpp"
#include "drills/definition/read_alerts.hpp"
#include "drills/definition/read_providers.hpp"
#include "drills/definition/read_workloads.hpp"
#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"
#include "runbooks/traffic_kinds.hpp"
#include "runbooks/traffic_rules.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 3> k_databases{"postgres", "mariadb", "redis"};
constexpr std::array<std::string_view, 2> k_timers{"process", "systemd"};
constexpr Range<std::int64_t> k_ports{1, 65535};

std::string title_of(std::string_view table, const std::string& name) {
  return fmt::format("[{}.{}]", table, printable(name));
}

/// Notes each text of a list that is no network.
void check_networks(const TomlNode& node, std::string_view key, Problems& problems) {
  const TomlMember* list = node.find(key);
  if (list == nullptr) return;
  for (const TomlNode& item : list->value.items) {
    if (item.type != TomlNode::Type::text || parse_network(item.text)) continue;
    problems.add(item.place, fmt::format("{} is no network", in_ticks(item.text)),
                 "for instance \"10.77.1.0/24\" or \"fd77:0:0:1::/64\"");
  }
}

/// Reads an "address:port".
void endpoint(TableReader& reader, const TomlNode& node, std::string_view key, std::string& into,
              Need need = Need::optional) {
  if (!reader.text(key, into, need) || parse_endpoint(into)) return;
  reader.note(place_of(node, {key}), fmt::format("{} is no address with a port", in_ticks(into)),
              "for instance \"10.77.1.10:5432\"");
}

/// What must be cut to lose a region or a zone.
void read_cut(TableReader& reader, const TomlNode& node, Region& region, Problems& problems) {
  reader.texts("networks", region.networks);
  reader.texts("interfaces", region.interfaces);
  reader.texts("virtual_addresses", region.virtual_addresses);
  reader.texts("filtered_at", region.filtered_at);
  endpoint(reader, node, "canary", region.canary);
  check_networks(node, "networks", problems);
  check_networks(node, "virtual_addresses", problems);
  reader.finish();
}

Region read_region(const std::string& name, const TomlNode& node, Problems& problems) {
  Region region;
  region.name = name;
  TableReader reader{node, title_of("region", name), problems};
  read_cut(reader, node, region, problems);
  return region;
}

Region read_zone(const std::string& name, const TomlNode& node, Problems& problems) {
  Region zone;
  zone.name = name;
  TableReader reader{node, title_of("zone", name), problems};
  reader.name("region", zone.part_of, Need::required);
  read_cut(reader, node, zone, problems);
  return zone;
}

SshWay read_ssh(const TomlNode& node, const std::string& host, Problems& problems) {
  SshWay way;
  TableReader reader{node, title_of("host", host) + " ssh", problems};
  reader.text("user", way.user);
  reader.text("identity", way.identity);
  reader.text("known_hosts", way.known_hosts);
  reader.text("jump", way.jump);
  std::int64_t port = 0;
  if (reader.integer("port", port, k_ports)) way.port = static_cast<int>(port);
  reader.finish();
  return way;
}

KubectlWay read_kubectl(const TomlNode& node, const std::string& host, Problems& problems) {
  KubectlWay way;
  TableReader reader{node, title_of("host", host) + " kubectl", problems};
  reader.text("kubeconfig", way.kubeconfig);
  reader.text("context", way.context);
  reader.text("namespace", way.namespace_name);
  reader.text("pod", way.pod, Need::required);
  reader.text("container", way.container);
  reader.finish();
  return way;
}

Host read_host(const std::string& name, const TomlNode& node, Problems& problems) {
  Host host;
  host.name = name;
  TableReader reader{node, title_of("host", name), problems};
  reader.name("region", host.region);
  reader.name("role", host.role);
  reader.name("transport", host.transport, Need::required);
  reader.text("address", host.address);
  reader.name("zone", host.zone);
  std::int64_t port = 0;
  if (reader.integer("port", port, k_ports)) host.port = static_cast<int>(port);
  reader.word("timer", host.timer, k_timers);
  reader.text("scratch", host.scratch);
  if (const TomlNode* ssh = reader.table("ssh")) host.ssh = read_ssh(*ssh, name, problems);
  if (const TomlNode* pod = reader.table("kubectl")) {
    host.kubectl = read_kubectl(*pod, name, problems);
  }
  reader.finish();
  return host;
}

DatabaseNode read_node(const std::string& host, const TomlNode& node, Problems& problems) {
  DatabaseNode read;
  read.host = host;
  TableReader reader{node, title_of("node", host), problems};
  reader.text("control", read.control, Need::required);
  reader.texts("fence", read.fence);
  reader.texts("fenced", read.fenced);
  std::int64_t status = 0;
  if (reader.integer("fenced_status", status, {0, 255})) {
    read.fenced_status = static_cast<int>(status);
  }
  reader.finish();
  return read;
}

Database read_database(const std::string& name, const TomlNode& node, Problems& problems) {
  Database database;
  database.name = name;
  TableReader reader{node, title_of("database", name), problems};
  reader.word("kind", database.kind, k_databases, Need::required);
  endpoint(reader, node, "address", database.address, Need::required);
  reader.text("dbname", database.dbname);
  if (database.kind == "redis") database.user = "default";
  reader.text("user", database.user);
  reader.secret("password", database.password);
  reader.name("primary", database.primary, Need::required);
  reader.name("standby", database.standby);
  reader.named_tables("node", [&](const std::string& host, const TomlNode& each) {
    database.nodes[host] = read_node(host, each, problems);
  });
  reader.finish();
  return database;
}

/// "backend/server", as the traffic manager itself calls it.
bool is_slot_name(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_name(text.substr(0, slash)) &&
         is_name(text.substr(slash + 1));
}

/// [traffic.<name>.slot."backend/server"]: region = "address:port"; of records: region = "value".
TrafficSlot read_slot(const std::string& name, const TomlNode& node, SlotForm form,
                      Problems& problems) {
  TrafficSlot slot;
  slot.name = name;
  TableReader reader{node, title_of("slot", name), problems};
  for (const TomlMember& member : node.members) {
    std::string& place = slot.by_region[member.key];
    if (form == SlotForm::server) {
      endpoint(reader, node, member.key, place);
    } else {
      reader.text(member.key, place);
    }
  }
  return slot;
}

/// The kind reads its own names of records: "shop.example.com/AAAA".
bool is_record_name(std::string_view text) { return !text.empty() && text.size() < 256; }

TrafficManager read_traffic(const std::string& name, const TomlNode& node, Problems& problems) {
  TrafficManager manager;
  manager.name = name;
  TableReader reader{node, title_of("traffic", name), problems};
  reader.word("kind", manager.kind, names_of(traffic_kinds()), Need::required);
  const TrafficKind* kind = find_kind(traffic_kinds(), manager.kind);
  const bool needs_host = kind == nullptr || kind->needs_host;
  reader.name("host", manager.host, needs_host ? Need::required : Need::optional);
  const SlotForm form = kind == nullptr ? SlotForm::server : kind->slots;
  if (form == SlotForm::server) reader.text("socket", manager.socket);
  if (form != SlotForm::none) {
    reader.named_tables(
        "slot",
        [&](const std::string& slot, const TomlNode& each) {
          manager.slots.push_back(read_slot(slot, each, form, problems));
        },
        form == SlotForm::server ? is_slot_name : is_record_name);
  }
  if (kind != nullptr) manager.params = reader.params(kind->params);
  if (const TomlNode* rules = reader.table("rules")) {
    TableReader of_rules{*rules, title_of("traffic", name) + " rules", problems};
    manager.rules = of_rules.params(traffic_rule_specs());
    of_rules.finish();
  }
  reader.finish();
  return manager;
}

}  // namespace

Inventory read_inventory(const TomlNode& root, Problems& problems) {
  Inventory inventory;
  inventory.file = problems.file();
  TableReader reader{root, "the inventory", problems};
  reader.name("environment", inventory.environment, Need::required);
  std::string lab;
  if (reader.name("lab", lab)) inventory.lab = lab;
  endpoint(reader, root, "resolver", inventory.resolver);
  reader.name("vantage", inventory.vantage);
  reader.name("lock_host", inventory.lock_host);
  reader.named_tables("region", [&](const std::string& name, const TomlNode& node) {
    inventory.regions[name] = read_region(name, node, problems);
  });
  reader.named_tables("host", [&](const std::string& name, const TomlNode& node) {
    inventory.hosts[name] = read_host(name, node, problems);
  });
  reader.named_tables("database", [&](const std::string& name, const TomlNode& node) {
    inventory.databases[name] = read_database(name, node, problems);
  });
  reader.named_tables("traffic", [&](const std::string& name, const TomlNode& node) {
    inventory.traffic[name] = read_traffic(name, node, problems);
  });
  reader.named_tables("zone", [&](const std::string& name, const TomlNode& node) {
    inventory.zones[name] = read_zone(name, node, problems);
  });
  read_workloads(reader, inventory, problems);
  read_providers(reader, inventory, problems);
  read_monitors(reader, inventory, problems);
  reader.finish();
  return inventory;
}

}  // namespace gameday
