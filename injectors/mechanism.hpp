// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"

namespace gameday {

/// A network cut to be made on one host that filters, whatever the mechanism.
struct CutSpec {
  std::string run_id;  ///< eight hex digits; tags everything we make
  std::string fault;   ///< the fault's name in the drill
  HostRef host;
  std::vector<std::string> networks;    ///< CIDR or plain addresses, IPv4 and IPv6, de-duplicated
  std::vector<std::string> interfaces;  ///< names on that host
  bool cut_in = true;                   ///< packets towards the region
  bool cut_out = true;                  ///< packets from the region
  bool reject = false;                  ///< answer instead of silence
  Duration expires_after{};             ///< the kernel lifts it this long after apply
};

/// What a drop rule has counted so far.
struct DropCounter {
  std::string rule;
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
};

/// How a network is cut. Builds changes; does nothing itself.
struct Mechanism {
  std::string_view name;
  std::string_view summary;
  std::string_view dead_man;  ///< what lifts it when nobody is alive, in words
  /// The one change that cuts all of it at one instant. Errors: bad_input.
  Result<Change> (*cut)(const CutSpec& spec);
  /// Reads the drop counters; its outcome goes to read_counters.
  Action (*counters)(const CutSpec& spec);
  std::vector<DropCounter> (*read_counters)(std::string_view output);
  /// Lists what of any run is in force on the host, for recover --from-world; read by find_ours.
  Action (*look_for_ours)(const HostRef& host);
  /// The changes (revert and verify filled in) that lift what look_for_ours showed; pure.
  std::vector<Change> (*find_ours)(const HostRef& host, std::string_view output);
};

}  // namespace gameday
