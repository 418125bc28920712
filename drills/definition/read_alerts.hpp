// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/inventory.hpp"
#include "drills/checks/alert.hpp"
#include "drills/definition/check.hpp"
#include "drills/definition/problems.hpp"
#include "drills/definition/table_reader.hpp"

namespace gameday {

/// Reads [monitor.<name>] of an inventory.
void read_monitors(TableReader& reader, Inventory& inventory, Problems& problems);

/// Reads one [[alert]]. Which parameters its monitor's kind takes is checked afterwards.
[[nodiscard]] AlertSpec read_alert(const TomlNode& node, Problems& problems);

/// Every alert names a monitor that is there and what its kind needs, is looked for long enough and
/// not longer than the fault lasts; the objective `detect` has an alert that measures it. Without
/// an inventory only what the drill says of itself.
void check_alerts(const Part<Drill>& drill, const Inventory* inventory);

}  // namespace gameday
