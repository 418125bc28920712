// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gameday::lab {

/// A network of the lab, in a network namespace of its own behind the router.
struct Zone {
  std::string_view name;              ///< "world", "region-a" ...
  std::string_view router_interface;  ///< the router's end of its link, "to-world" ...
  int subnet = 0;                     ///< 10.77.<subnet>.0/24 and fd77:0:0:<subnet>::/64
};

/// A machine of the lab: an address of its zone and what listens there. Hosts of servers that were
/// not asked for are there all the same, and nothing listens.
struct LabHost {
  std::string_view name;  ///< as in the inventory, "db-a" ...
  std::string_view zone;  ///< where it is; "router" for the router itself
  int number = 0;         ///< last part of its addresses; 0 = none of its own
  int port = 0;           ///< 0 = nothing listens
};

inline constexpr std::string_view k_router = "router";
inline constexpr std::string_view k_world = "world";
inline constexpr std::string_view k_interface = "eth0";  ///< a zone's end of its link
/// An address that region A serves outside its networks, as a floating address would be.
inline constexpr std::string_view k_virtual_address = "10.77.9.9";
inline constexpr std::string_view k_virtual_host = "app-a";
inline constexpr std::string_view k_ipv4_all = "10.77.0.0/16";
inline constexpr std::string_view k_ipv6_all = "fd77::/16";

/// The zones behind the router, the witness last and only if asked for.
[[nodiscard]] std::span<const Zone> zones(bool witness);

/// Every host, the witness last and only if asked for.
[[nodiscard]] std::span<const LabHost> lab_hosts(bool witness);

/// A host by its name, or null; the witness is always found.
[[nodiscard]] const LabHost* find_lab_host(std::string_view name);

/// A zone behind the router by its name, or null; the witness is always found.
[[nodiscard]] const Zone* find_zone(std::string_view name);

/// "10.77.1.10"; the router's is that of its interface to the zone.
[[nodiscard]] std::string ipv4(const Zone& zone, int number);
/// "fd77:0:0:1::10": the same digits as in IPv4.
[[nodiscard]] std::string ipv6(const Zone& zone, int number);
/// The addresses of a host that is not the router; empty where there is no such host.
[[nodiscard]] std::string ipv4(std::string_view host);
[[nodiscard]] std::string ipv6(std::string_view host);

/// Lines for `ip -batch` in the namespace that holds none of the zones: namespaces and links.
[[nodiscard]] std::string namespace_batch(bool witness);
/// Lines for `ip -n router -batch`: its addresses and the way to the virtual address.
[[nodiscard]] std::string router_batch(bool witness);
/// Lines for `ip -n <zone> -batch`: the addresses of its hosts and the way out.
[[nodiscard]] std::string zone_batch(const Zone& zone);

}  // namespace gameday::lab
