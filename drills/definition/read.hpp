// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/inventory.hpp"
#include "drills/definition/document.hpp"
#include "drills/definition/drill.hpp"
#include "drills/definition/load.hpp"
#include "drills/definition/problems.hpp"
#include "runbooks/step.hpp"

namespace gameday {

/// Each reads a whole document into its struct. Lists keep the order and the length of the
/// document, so that a path into it leads to the place of what stands in the struct; what is wrong
/// in itself is noted and keeps its default. What must fit together is checked afterwards
/// (check.hpp).
[[nodiscard]] Drill read_drill(const TomlNode& root, const Vocabulary& vocabulary,
                               Problems& problems);
[[nodiscard]] Inventory read_inventory(const TomlNode& root, Problems& problems);
[[nodiscard]] Runbook read_runbook(const TomlNode& root, Problems& problems);

/// Puts the variables into every text of an inventory (see Variables in load.hpp).
void put_variables(TomlNode& root, const Variables& variables, Problems& problems);
/// Puts ${lab} into every text of a failback's runbook, whose steps work on files of the lab.
void put_lab(TomlNode& root, const Variables& variables, const Inventory& inventory,
             Problems& problems);

}  // namespace gameday
