// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "base/result.hpp"

namespace gameday {

/// One machine that ssh connects to on its way to a host; `way.jump` holds the stops before it.
struct SshStop {
  std::string address;
  SshWay way;
};

/// The stops on the way to a host, itself last. Its `jump` is read as ssh -J reads it:
/// "[user@]host[:port],...", IPv6 addresses in brackets; jump hosts are checked by the known hosts
/// of the host behind them, and entered by its key. Errors: bad_input, also where a name could be
/// taken for anything but a name.
[[nodiscard]] Result<std::vector<SshStop>> ssh_stops(const Host& host);

}  // namespace gameday
