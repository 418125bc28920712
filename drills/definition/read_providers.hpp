// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/inventory.hpp"
#include "drills/definition/problems.hpp"
#include "drills/definition/table_reader.hpp"

namespace gameday {

/// Reads [aws.<name>] and [cluster.<name>] of an inventory.
void read_providers(TableReader& reader, Inventory& inventory, Problems& problems);

}  // namespace gameday
