// SPDX-License-Identifier: Apache-2.0
#include "world/own_addresses.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

namespace gameday {
namespace {

constexpr std::size_t k_most_servers = 3;  // MAXNS: the resolver asks no more
constexpr std::size_t k_file_cap = 64U << 10U;

std::optional<Network> address_of(const ifaddrs& entry) {
  if (entry.ifa_addr == nullptr || (entry.ifa_flags & IFF_LOOPBACK) != 0) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = entry.ifa_addr->sa_family;
  const void* bytes = nullptr;
  if (family == AF_INET) {
    bytes = &reinterpret_cast<const sockaddr_in*>(entry.ifa_addr)->sin_addr;
  } else if (family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr);
    if (IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) != 0) return std::nullopt;
    bytes = &v6->sin6_addr;
  }
  if (bytes == nullptr || inet_ntop(family, bytes, text.data(), text.size()) == nullptr) {
    return std::nullopt;
  }
  const auto network = parse_network(text.data());
  return network ? std::optional{*network} : std::nullopt;
}

}  // namespace

std::vector<Network> own_addresses() {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner{list, &freeifaddrs};
  std::vector<Network> addresses;
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (const auto address = address_of(*entry)) addresses.push_back(*address);
  }
  return addresses;
}

std::vector<Network> parse_name_servers(std::string_view resolv_conf) {
  constexpr std::string_view k_key = "nameserver";
  std::vector<Network> servers;
  while (!resolv_conf.empty() && servers.size() < k_most_servers) {
    std::string_view line = resolv_conf.substr(0, resolv_conf.find('\n'));
    resolv_conf.remove_prefix(std::min(line.size() + 1, resolv_conf.size()));
    if (!line.starts_with(k_key)) continue;
    line.remove_prefix(k_key.size());
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    line = line.substr(0, line.find_first_of(" \t%"));
    if (const auto server = parse_network(line)) servers.push_back(*server);
  }
  return servers;
}

std::vector<Network> name_servers() {
  std::ifstream file("/etc/resolv.conf");
  std::string text(k_file_cap, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return parse_name_servers(text);
}

}  // namespace gameday
