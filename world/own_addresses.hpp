// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/network.hpp"

namespace gameday {

/// The addresses of this machine's interfaces, but for loopback and IPv6 link-local ones. Empty
/// where they cannot be read.
[[nodiscard]] std::vector<Network> own_addresses();

/// The name servers in the text of a resolv.conf (resolv.conf(5)), at most three.
[[nodiscard]] std::vector<Network> parse_name_servers(std::string_view resolv_conf);

/// Those of this machine.
[[nodiscard]] std::vector<Network> name_servers();

}  // namespace gameday
