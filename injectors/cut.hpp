// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "injectors/mechanism.hpp"

// What all mechanisms that cut networks share: what is to be cut, checked, and the tag in comments.
namespace gameday {

/// What a cut hits, fit to stand in a rule: canonical, merged, free of anything but names.
struct CutTargets {
  std::vector<std::string> v4;
  std::vector<std::string> v6;
  std::vector<std::string> interfaces;
};

/// Errors: bad_input, where the run id, a network or an interface is none, or nothing is to be cut.
[[nodiscard]] Result<CutTargets> read_targets(const CutSpec& spec);

/// What the comments of our rules say: "gameday run=0123abcd fault=cut-a lasts=18s fence=first".
struct CutTag {
  std::string run_id;
  std::string fault;  ///< letters, digits, ".", "_" and "-" only, at most 40
  std::string lasts;
  bool fence_first = false;
  bool operator==(const CutTag&) const = default;
};

/// What a cut writes on everything that it makes.
[[nodiscard]] CutTag tag_of(const CutSpec& spec);
[[nodiscard]] std::string to_string(const CutTag& tag);
/// The first tag in the text; nothing where there is none that we could have written.
[[nodiscard]] std::optional<CutTag> find_tag(std::string_view text);

/// "run 0123abcd, fault cut-a", and whether a fence must come first.
[[nodiscard]] std::string describe(const CutTag& tag);

/// Eight hex digits in lower case.
[[nodiscard]] bool is_run_id(std::string_view text);

}  // namespace gameday
