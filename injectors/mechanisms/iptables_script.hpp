// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "injectors/cut.hpp"

// What iptables-restore is given for a cut.
namespace gameday::iptables {

/// One of the two IP versions, which iptables keeps apart.
struct Family {
  std::string_view name;
  std::string tool;
  std::string_view prohibited;  ///< the ICMP answer for what is not TCP
  const std::vector<std::string> CutTargets::* networks;
  const std::vector<std::string> CutTargets::* peers;
};
/// IPv4 and IPv6, in this order.
[[nodiscard]] const std::vector<Family>& families();
[[nodiscard]] bool is_v6(const Family& family);

/// Whether the cut catches anything of that version.
[[nodiscard]] bool concerns(const CutSpec& spec, const CutTargets& targets, const Family& family);

/// Our chains, those that are jumped to behind those that jump.
[[nodiscard]] std::vector<std::string> chains_of(const CutSpec& spec);

/// Chains, jump and rules, and last the rule that arms them all at one instant, if `gate` (see
/// gate_match) fits. One transaction, or several where there are more rules than an ordinary user
/// may send at once; what an interrupted script leaves is inert then, and reverted like the rest.
/// It refuses where our chain exists.
[[nodiscard]] Text make_script(const CutSpec& spec, const CutTargets& targets, const Family& family,
                               const Text& gate);

/// Puts another gate before a cut that is there, at one instant.
[[nodiscard]] Text regate_script(const CutSpec& spec, const Text& gate);

}  // namespace gameday::iptables
