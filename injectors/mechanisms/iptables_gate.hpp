// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "injectors/cut.hpp"

// What ends a cut by iptables with nobody alive, and how it is seen that it has.
namespace gameday::iptables {

/// The match of the rule that arms a cut, with a blank behind it; empty where only gameday lifts
/// it.
[[nodiscard]] Text gate_match(const CutSpec& spec, bool v6);

/// The ipset whose elements expire, to be made before the rules and taken away after them: two
/// halves of all addresses. It carries no tag but its name.
[[nodiscard]] Change gate_set(const CutSpec& spec, bool v6);
/// Gives the elements of the set that is there as long as the cut lasts, from now on.
[[nodiscard]] Action time_gate_set(const CutSpec& spec, bool v6);
/// Whether a change is such a set, by its id.
[[nodiscard]] bool is_gate_set(const Change& change);

/// Lists a chain, and says so in a last line of its own where its time is over: the second that
/// datestop names has passed on the host's clock, or the elements of the ipset have.
[[nodiscard]] Action list_gated(const HostRef& host, const std::string& tool,
                                const std::string& chain);
inline constexpr const char* k_time_is_over = "gameday: its time is over";

}  // namespace gameday::iptables
