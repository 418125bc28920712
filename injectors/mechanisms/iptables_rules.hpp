// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "injectors/cut.hpp"

// What our iptables rules look like, and how they are read back.
namespace gameday::iptables {

/// "GAMEDAY-0123abcd-4be1c7", run and mark of the fault; the fault's other chains begin with it and
/// a "-", and have at most 28 characters, as iptables wants.
[[nodiscard]] std::string chain_of(const CutTag& tag);

/// The comment match with the tag, as iptables writes and reads it.
[[nodiscard]] std::string comment_of(const CutTag& tag);

/// The one rule outside our chains, without the -I or -D before it.
[[nodiscard]] std::string jump_rule(const CutTag& tag);

/// What a saved filter table holds of one fault.
struct SavedCut {
  CutTag tag;
  std::vector<std::string> chains;  ///< in the order in which they are listed
  bool jumped_to = false;           ///< FORWARD still leads to them
};

/// Reads iptables-save or ip6tables-save of the filter table: the cuts whose chain bears their tag.
[[nodiscard]] std::vector<SavedCut> read_saved(std::string_view output);

/// Reads `-n -v -x -L` of a chain that counts: its rules together are one counter, named "in_v4",
/// "in_v6", "out_v4" or "out_v6". Empty where the output is no such list.
[[nodiscard]] std::vector<DropCounter> read_chain_counter(std::string_view output);

}  // namespace gameday::iptables
