// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "cli/policy_replays.hpp"

namespace gameday {

/// One run, line by line: when, which rule spoke, what was seen; then the decision against what it
/// would have been as written, and against what happened. `settings` = in words, empty = none.
[[nodiscard]] std::string describe_replay(const ReplayedRun& run, const std::string& settings);

/// Several runs, a line each, and what they come to in all.
[[nodiscard]] std::string describe_replays(const std::vector<ReplayedRun>& runs,
                                           const std::string& settings);

/// An array with an object for each run.
[[nodiscard]] Json to_json(const std::vector<ReplayedRun>& runs);

}  // namespace gameday
