// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "drills/definition/document.hpp"
#include "drills/definition/policy.hpp"
#include "drills/definition/problems.hpp"

namespace gameday {

/// Reads [policy] of a drill's document, with its defaults; none where the drill has none.
[[nodiscard]] std::optional<PolicySpec> read_policy(const TomlNode& drill, Problems& problems);

}  // namespace gameday
