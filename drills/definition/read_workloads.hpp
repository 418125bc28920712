// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/inventory.hpp"
#include "drills/definition/problems.hpp"
#include "drills/definition/table_reader.hpp"

namespace gameday {

/// Reads [service.<name>] and [queue.<name>] of an inventory.
void read_workloads(TableReader& reader, Inventory& inventory, Problems& problems);

}  // namespace gameday
