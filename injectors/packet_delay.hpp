// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "injectors/injector.hpp"

namespace gameday {

/// Packets on their way through a host, held back by a program of ours where the kernel has no
/// netem. Needs gameday itself on that host: this machine, or a lab on it.
struct PacketDelay {
  const Host& host;
  const FaultScope& scope;
  std::vector<std::string> from;  ///< networks; empty = whatever the source
  std::vector<std::string> to;    ///< networks
  Duration delay;
  Duration jitter;
};

/// The holder of a packet queue first, which ends by itself, then a rule chain for each IP version
/// that sends packets to it; while nobody holds the queue they pass (--queue-bypass).
/// Errors: bad_input.
[[nodiscard]] Result<std::vector<Change>> delay_packets(const PacketDelay& delay);

}  // namespace gameday
