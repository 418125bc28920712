// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/network.hpp"
#include "drills/guard/guard.hpp"

namespace gameday {

/// What this machine stands on, as the world shows it.
struct Footing {
  std::vector<Network> addresses;      ///< of this machine, loopback not among them
  std::vector<Network> name_servers;   ///< that it asks
  std::vector<std::string> endpoints;  ///< URLs of clouds that it was told to use
};

/// What of the path by which gameday lifts a fault lies in a network that the plan cuts: this
/// machine itself, ssh's jump hosts, all name servers where a name must be looked up, the endpoints
/// of a cloud that are written as addresses. A lab's networks are its own.
[[nodiscard]] std::vector<Refusal> check_footing(const Plan& plan, const Footing& footing);

}  // namespace gameday
