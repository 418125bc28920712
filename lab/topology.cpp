// SPDX-License-Identifier: Apache-2.0
#include "lab/topology.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace gameday::lab {
namespace {

constexpr std::array<Zone, 4> k_zones{{
    {"world", "to-world", 0},
    {"region-a", "to-a", 1},
    {"region-b", "to-b", 2},
    {"witness", "to-witness", 3},
}};

constexpr std::array k_hosts{std::to_array<LabHost>({
    {"router", k_router, 0, 0},
    {"clients", "world", 10, 0},
    {"balancer", "world", 12, 80},
    {"names", "world", 13, 53},
    {"toxiproxy", "world", 14, 8474},
    {"cache", "world", 15, 53},
    {"pdns", "world", 16, 53},
    {"authority", "world", 18, 53},
    {"metrics", "world", 20, 9090},
    {"alertmanager", "world", 21, 9093},
    {"db-a", "region-a", 10, 5432},
    {"app-a", "region-a", 20, 8080},
    {"queue-a", "region-a", 30, 6379},
    {"rabbit-a", "region-a", 40, 5672},
    {"maria-a", "region-a", 50, 3306},
    {"db-b", "region-b", 10, 5432},
    {"app-b", "region-b", 20, 8080},
    {"queue-b", "region-b", 30, 6379},
    {"maria-b", "region-b", 50, 3306},
    {"sentinel", "world", 17, 26379},
    {"sentinel-a", "region-a", 60, 26379},
    {"sentinel-b", "region-b", 60, 26379},
    {"witness", "witness", 10, 0},
})};

constexpr int k_router_number = 1;
constexpr std::string_view k_router_link_local = "fe80::1";
constexpr std::string_view k_zone_link_local = "fe80::2";

template <class Named, std::size_t count>
const Named* find_named(const std::array<Named, count>& all, std::string_view name) {
  const auto* found =
      std::find_if(all.begin(), all.end(), [name](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : found;
}

// A tentative address answers nothing for a second; nothing else can hold it here.
std::string address_lines(const Zone& zone, int number, std::string_view interface) {
  return fmt::format("addr add {}/24 dev {}\naddr add {}/64 dev {} nodad\n", ipv4(zone, number),
                     interface, ipv6(zone, number), interface);
}

// A router asks for its neighbours from its link-local address, and the kernel's own one is
// tentative for up to two seconds.
std::string link_lines(std::string_view interface, std::string_view link_local) {
  return fmt::format(
      "link set {0} addrgenmode none\nlink set {0} up\naddr add {1}/64 dev {0} nodad\n", interface,
      link_local);
}

}  // namespace

std::span<const Zone> zones(bool witness) {
  return std::span{k_zones}.first(k_zones.size() - (witness ? 0 : 1));
}

std::span<const LabHost> lab_hosts(bool witness) {
  return std::span{k_hosts}.first(k_hosts.size() - (witness ? 0 : 1));
}

const LabHost* find_lab_host(std::string_view name) { return find_named(k_hosts, name); }

const Zone* find_zone(std::string_view name) { return find_named(k_zones, name); }

std::string ipv4(const Zone& zone, int number) {
  return fmt::format("10.77.{}.{}", zone.subnet, number);
}

std::string ipv6(const Zone& zone, int number) {
  return fmt::format("fd77:0:0:{}::{}", zone.subnet, number);
}

std::string ipv4(std::string_view host) {
  const LabHost* found = find_lab_host(host);
  const Zone* zone = found == nullptr ? nullptr : find_zone(found->zone);
  return zone == nullptr ? std::string{} : ipv4(*zone, found->number);
}

std::string ipv6(std::string_view host) {
  const LabHost* found = find_lab_host(host);
  const Zone* zone = found == nullptr ? nullptr : find_zone(found->zone);
  return zone == nullptr ? std::string{} : ipv6(*zone, found->number);
}

std::string namespace_batch(bool witness) {
  std::string lines = fmt::format("netns add {}\n", k_router);
  for (const Zone& zone : zones(witness)) lines += fmt::format("netns add {}\n", zone.name);
  // Both ends are made where they belong, so nothing ever appears anywhere else.
  for (const Zone& zone : zones(witness)) {
    lines += fmt::format("link add {} netns {} type veth peer name {} netns {}\n",
                         zone.router_interface, k_router, k_interface, zone.name);
  }
  return lines;
}

std::string router_batch(bool witness) {
  std::string lines = "link set lo up\n";
  for (const Zone& zone : zones(witness)) {
    lines += address_lines(zone, k_router_number, zone.router_interface);
    lines += link_lines(zone.router_interface, k_router_link_local);
  }
  const Zone* home = find_zone(find_lab_host(k_virtual_host)->zone);
  lines += fmt::format("route add {}/32 via {} dev {}\n", k_virtual_address, ipv4(k_virtual_host),
                       home->router_interface);
  return lines;
}

std::string zone_batch(const Zone& zone) {
  std::string lines = "link set lo up\n";
  for (const LabHost& host : k_hosts) {
    if (host.zone == zone.name) lines += address_lines(zone, host.number, k_interface);
  }
  if (find_lab_host(k_virtual_host)->zone == zone.name) {
    lines += fmt::format("addr add {}/32 dev {}\n", k_virtual_address, k_interface);
  }
  lines += link_lines(k_interface, k_zone_link_local);
  lines += fmt::format("route add default via {}\n", ipv4(zone, k_router_number));
  lines +=
      fmt::format("route add default via {} dev {}\n", ipv6(zone, k_router_number), k_interface);
  return lines;
}

}  // namespace gameday::lab
