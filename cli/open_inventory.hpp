// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/inventory.hpp"

namespace gameday {

/// An inventory by its path or its name in the catalogs, without a drill around it. Prints what is
/// wrong with it on standard error; none = something is.
[[nodiscard]] std::optional<Inventory> open_inventory(const std::string& name,
                                                      const std::string& lab);

/// In a lab that is not up nothing can be in force: takes its hosts out. Gives whether it did.
[[nodiscard]] bool leave_out_dead_lab(Inventory& inventory);

}  // namespace gameday
