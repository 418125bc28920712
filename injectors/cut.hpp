// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "injectors/mechanism.hpp"

// What all mechanisms that cut networks share: what is to be cut, checked, and the tag in comments.
namespace gameday {

/// A port of one protocol.
struct PortMatch {
  std::string protocol;  ///< "tcp" or "udp"
  int port = 0;
  auto operator<=>(const PortMatch&) const = default;
};

/// Reads "tcp/5432", "udp/53", or "5432", which is both. Empty where it is none.
[[nodiscard]] std::vector<PortMatch> read_port(std::string_view text);

/// What a cut hits, fit to stand in a rule: canonical, merged, free of anything but names.
struct CutTargets {
  std::vector<std::string> v4;
  std::vector<std::string> v6;
  std::vector<std::string> interfaces;
  std::vector<std::string> peers_v4;  ///< empty with peers_v6 and peer_interfaces: everybody
  std::vector<std::string> peers_v6;
  std::vector<std::string> peer_interfaces;
  std::vector<PortMatch> ports;  ///< empty = all
};

/// Errors: bad_input, where the run id, a network, an interface or a port is none, or nothing is to
/// be cut.
[[nodiscard]] Result<CutTargets> read_targets(const CutSpec& spec);

/// What the comments of our rules say: "gameday run=0123abcd fault=cut-a lasts=18s fence=first".
struct CutTag {
  std::string run_id;
  std::string fault;  ///< letters, digits, ".", "_" and "-" only, at most 64
  std::string lasts;
  bool fence_first = false;
  bool operator==(const CutTag&) const = default;
};

/// Six hex digits that tell the faults of one run apart, in the names of tables and chains.
[[nodiscard]] std::string mark_of(std::string_view fault);

/// "inet gameday_0123abcd_4be1c7": the table of a fault's nftables rules, with its family.
[[nodiscard]] std::string nft_table(const CutTag& tag);

/// What a cut writes on everything that it makes.
[[nodiscard]] CutTag tag_of(const CutSpec& spec);
[[nodiscard]] std::string to_string(const CutTag& tag);
/// The first tag in the text; nothing where there is none that we could have written.
[[nodiscard]] std::optional<CutTag> find_tag(std::string_view text);

/// "cut 2 networks and 1 interfaces", "lose 5 % of 2 networks from 1", "... on ports tcp/5432".
[[nodiscard]] std::string describe(const CutSpec& spec, const CutTargets& targets);

/// "run 0123abcd, fault cut-a", and whether a fence must come first.
[[nodiscard]] std::string describe(const CutTag& tag);

/// Eight hex digits in lower case.
[[nodiscard]] bool is_run_id(std::string_view text);

}  // namespace gameday
