// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/network.hpp"
#include "drills/plan/plan.hpp"

namespace gameday {

/// What a plan lays hands on.
struct Reach {
  std::set<std::string> changed;  ///< hosts on which anything is changed, by drill or runbook
  std::set<std::string> outside;  ///< of those: not in a lab
  std::set<std::string> lost;     ///< hosts that faults change or cut off
  std::vector<Network> cut;       ///< networks of the regions and zones that faults are aimed at
  bool this_machine = false;      ///< something is changed by this machine itself (a cloud, say)
  std::set<std::string> names;    ///< every word by which one of these is called
};

/// Taken from its changes and from what its faults are aimed at.
[[nodiscard]] Reach reach_of(const Plan& plan);

/// Whether all of `inner` lies in one of the networks.
[[nodiscard]] bool lies_within(const Network& inner, const std::vector<Network>& networks);

/// Whether the two share an address.
[[nodiscard]] bool share_addresses(const Network& a, const Network& b);

/// Whether a name fits a pattern, in which each * stands for anything.
[[nodiscard]] bool fits_pattern(std::string_view name, std::string_view pattern);

/// The host's name, and "<region>.<role>" where it has both.
[[nodiscard]] std::vector<std::string> names_of(const Host& host);

}  // namespace gameday
