// SPDX-License-Identifier: Apache-2.0
#include "base/network.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace gameday {
namespace {

std::optional<int> parse_number(std::string_view text, int low, int high) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < low || value > high) return std::nullopt;
  return value;
}

int longest_prefix(bool v6) { return v6 ? 128 : 32; }

void clear_behind_prefix(Network& network) {
  for (int bit = network.prefix; bit < longest_prefix(network.v6); ++bit) {
    const auto mask = static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
    network.bytes[static_cast<std::size_t>(bit / 8)] &= mask;
  }
}

bool contains(const Network& outer, const Network& inner) {
  if (outer.v6 != inner.v6 || outer.prefix > inner.prefix) return false;
  Network cut = inner;
  cut.prefix = outer.prefix;
  clear_behind_prefix(cut);
  return cut == outer;
}

}  // namespace

Result<Network> parse_network(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string address{text.substr(0, slash)};
  Network network;
  network.v6 = address.find(':') != std::string::npos;
  const int family = network.v6 ? AF_INET6 : AF_INET;
  network.prefix = longest_prefix(network.v6);
  if (slash < text.size()) {
    const auto prefix = parse_number(text.substr(slash + 1), 0, network.prefix);
    network.prefix = prefix.value_or(-1);
  }
  if (network.prefix < 0 || inet_pton(family, address.c_str(), network.bytes.data()) != 1) {
    return fail(ErrorKind::bad_input, "read a network", std::string{text},
                "it is neither an address nor address/prefix");
  }
  clear_behind_prefix(network);
  return network;
}

std::string to_string(const Network& network) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(network.v6 ? AF_INET6 : AF_INET, network.bytes.data(), text.data(), text.size());
  if (network.prefix == longest_prefix(network.v6)) return text.data();
  return fmt::format("{}/{}", text.data(), network.prefix);
}

std::vector<Network> merge_networks(std::vector<Network> networks) {
  std::sort(networks.begin(), networks.end());
  std::vector<Network> merged;
  // Two networks are either apart or one lies within the other, which then sorts right behind it.
  for (const Network& network : networks) {
    if (merged.empty() || !contains(merged.back(), network)) merged.push_back(network);
  }
  return merged;
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = std::min(text.rfind(':'), text.size());
  const auto port = parse_number(text.substr(std::min(colon + 1, text.size())), 1, 65535);
  std::string_view address = text.substr(0, colon);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  const bool has_colon = address.find(':') != address.npos;
  const auto ip = parse_network(address);
  const bool single =
      ip && ip->prefix == longest_prefix(ip->v6) && address.find('/') == address.npos;
  if (!port || address.empty() || has_colon != bracketed || (has_colon && !single)) {
    return fail(ErrorKind::bad_input, "read an endpoint", std::string{text},
                "it is not address:port", "write 10.0.0.1:5432 or [fd00::1]:5432");
  }
  return Endpoint{single ? to_string(*ip) : std::string{address}, *port};
}

}  // namespace gameday
