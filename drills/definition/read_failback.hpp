// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "drills/definition/drill.hpp"
#include "drills/definition/table_reader.hpp"

namespace gameday {

/// Reads [failback] of a drill; nothing where it has none. Notes what is wrong with it.
[[nodiscard]] std::optional<FailbackSpec> read_failback(TableReader& drill, Problems& problems);

}  // namespace gameday
