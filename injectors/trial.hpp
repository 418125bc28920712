// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"

// Faults on the network of a host that is controlled over the network (safety.md, The control
// path).
namespace gameday {

/// As long as such a fault lasts at first.
inline constexpr std::chrono::seconds k_trial{3};

/// Whether gameday gets to the host over a network on which the host may have a say.
[[nodiscard]] bool is_reached_by_network(const Host& host);

/// A trial of these parts, with a new connection to the host as what must go through.
[[nodiscard]] Trial trial_on(const HostRef& host, std::vector<Action> begin,
                             std::vector<Action> last);

/// For a change that nothing but a timer lifts: a second timer, which is stopped where the host was
/// reached. To be called once revert and apply are there.
void try_by_timer(Change& change, const Host& host, const std::string& run_id);

}  // namespace gameday
