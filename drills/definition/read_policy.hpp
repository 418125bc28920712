// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "drills/definition/load.hpp"
#include "drills/definition/policy.hpp"
#include "drills/definition/problems.hpp"

namespace gameday {

/// Reads [policy] of a drill's document, with its defaults; none where the drill has none.
[[nodiscard]] std::optional<PolicySpec> read_policy(const TomlNode& drill, Problems& problems);

/// The policy of a drill that was loaded, from its text. It decides from records: no run needs it.
[[nodiscard]] std::optional<PolicySpec> policy_of(const Definition& definition);

}  // namespace gameday
