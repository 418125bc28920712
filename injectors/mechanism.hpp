// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"

namespace gameday {

/// All of them: what a cut loses of 10,000 packets that it catches.
inline constexpr int k_lose_all = 10'000;

/// What lifts a cut by iptables when nobody is alive.
enum class IptablesTimer {
  datestop,  ///< the rules match until a wall-clock time (xt_time)
  ipset,     ///< they match while an ipset has elements, which expire
  keeper,    ///< nothing: only gameday and its keeper do
};

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
  bool fence_first = false;             ///< told in the tag: nothing may lift it before the fence
  /// Networks and interfaces of the other side: only what passes between both is cut. Empty =
  /// everybody is.
  std::vector<std::string> peers = {};
  std::vector<std::string> peer_interfaces = {};
  /// "tcp/5432", "udp/53", or "5432" for both: only what comes from such a port or goes to one.
  std::vector<std::string> ports = {};
  int lose = k_lose_all;  ///< of 10,000 packets, at random; by nftables only
  IptablesTimer iptables_timer = IptablesTimer::datestop;
  bool try_first = false;  ///< the host is controlled over the network: see Trial
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
  /// The changes that cut all of it, each at one instant: one, or one for each IP version.
  /// Errors: bad_input.
  Result<std::vector<Change>> (*cut)(const CutSpec& spec);
  /// Read the drop counters; the output of each goes to read_counters.
  std::vector<Action> (*counters)(const CutSpec& spec);
  std::vector<DropCounter> (*read_counters)(std::string_view output);
  /// List what of any run is in force on the host, for recover --from-world; the output of each
  /// goes to find_ours.
  std::vector<Action> (*look_for_ours)(const HostRef& host);
  /// The changes (revert and verify filled in) that lift what was listed and is ours; pure. The
  /// summary says so where the run must be fenced first.
  std::vector<Change> (*find_ours)(const HostRef& host, std::string_view output);
};

}  // namespace gameday
