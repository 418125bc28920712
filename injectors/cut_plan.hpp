// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "injectors/cut.hpp"
#include "injectors/injector.hpp"

// What the kinds that cut networks share: their parameters, the cut on each host that filters, and
// the proof by dialling.
namespace gameday {

/// How a cut is made.
inline const ParamSpec k_param_mechanism{.name = "mechanism",
                                         .help = "how it is cut",
                                         .fallback = "nftables",
                                         .one_of = {"nftables", "iptables"}};
/// Silence, or an answer.
inline const ParamSpec k_param_reject{.name = "reject",
                                      .type = ParamType::boolean,
                                      .help = "answer with a refusal instead of silence",
                                      .fallback = "false"};
/// What of the traffic is cut.
inline const ParamSpec k_param_ports{
    .name = "ports",
    .type = ParamType::text_list,
    .help = "only these, at either end: \"tcp/5432\", or \"5432\" for TCP and UDP",
    .fallback = "all"};
/// The dead-man of iptables.
inline const ParamSpec k_param_iptables_timer{
    .name = "deadman",
    .help = "iptables: what lifts it with nobody alive; `gameday doctor` tells what there is",
    .fallback = "datestop",
    .one_of = {"datestop", "ipset", "keeper"}};

/// A cut with run, fault, deadline, and what the four parameters say.
[[nodiscard]] CutSpec cut_of(const Params& params, const FaultScope& scope);

/// Adds the changes and counters of a cut on each of these hosts, by the mechanism of the fault.
/// Errors: bad_input.
[[nodiscard]] Result<void> cut_at(FaultPlan& plan, CutSpec spec,
                                  const std::vector<std::string>& hosts, const Params& params,
                                  const FaultScope& scope);

/// A connect that a cut lets nobody make.
struct Dial {
  std::string name;  ///< "outside", "inside"
  HostRef from;
  std::string source;    ///< address that it comes from; empty = the host's own choice
  std::string canary;    ///< "address:port"
  bool inside = false;   ///< from within the broken part
  bool refused = false;  ///< it is answered by a refusal, not by silence
};
/// Adds the proof by a dial. With ports chosen it goes to the canary's own where that is one of
/// them, else to the first TCP port at its address; without a TCP port there is none.
void prove_by_dial(FaultPlan& plan, Dial dial, const CutSpec& spec);

/// A host in the zone of the clients, rather than one that stands in their way; empty = this
/// machine.
[[nodiscard]] HostRef vantage_host(const Inventory& inventory);

/// The host in a region from which others are dialled: its database, else any; null = none.
[[nodiscard]] const Host* inside_host(const Inventory& inventory, const std::string& region);

/// Networks and virtual addresses of a region or a zone.
[[nodiscard]] std::vector<std::string> networks_of(const Region& region);

}  // namespace gameday
