// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday {

/// A network or a single address, IPv4 or IPv6. Bits behind the prefix are zero.
struct Network {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< in network order; IPv4 uses the first four
  int prefix = 0;                        ///< length in bits; 32 or 128 = one address
  auto operator<=>(const Network&) const = default;
};

/// Reads "10.77.1.0/24", "10.77.9.9", "fd77:0:0:1::/64", "fd77::1". Errors: bad_input.
[[nodiscard]] Result<Network> parse_network(std::string_view text);

/// The canonical text: "10.77.1.0/24", and without a prefix for one address: "10.77.9.9".
[[nodiscard]] std::string to_string(const Network& network);

/// Sorted, and without those that lie within another one.
[[nodiscard]] std::vector<Network> merge_networks(std::vector<Network> networks);

/// Where something listens.
struct Endpoint {
  std::string address;  ///< an IP address in its canonical text, or a name
  int port = 0;
  bool operator==(const Endpoint&) const = default;
};

/// Reads "10.77.1.10:5432", "[fd77::1]:5432", "db.lab:5432". Errors: bad_input.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);

}  // namespace gameday
