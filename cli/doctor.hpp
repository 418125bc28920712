// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "base/json.hpp"
#include "cli/exit_status.hpp"

namespace gameday {

/// One thing that was looked at on this machine.
struct Ailment {
  enum class Weight {
    fine,
    note,       ///< worth knowing; drills can be run all the same
    unfit,      ///< a drill in a lab cannot be run here (exit 5)
    left_over,  ///< something of a dead run may be in force (exit 3)
  };
  std::string name;
  Weight weight = Weight::fine;
  std::string detail;
};

/// Tools, kernel features and rights.
[[nodiscard]] std::vector<Ailment> examine_machine();

/// What some kinds of fault need of this machine, and its clock.
[[nodiscard]] std::vector<Ailment> examine_features();

/// The operators' own configuration.
[[nodiscard]] std::vector<Ailment> examine_config();

/// What dead runs of anybody left, as far as it may be seen: pointers, our tables and chains on
/// this machine, labs without a supervisor.
[[nodiscard]] std::vector<Ailment> examine_leftovers();

/// What runs left on the hosts of an inventory, by its tags, and who holds its lock; `name` as the
/// operator gave it, for what to do about it.
[[nodiscard]] std::vector<Ailment> examine_inventory(const Inventory& inventory,
                                                     const std::string& name);

/// The worst of them as an exit status.
[[nodiscard]] ExitStatus exit_status_of(const std::vector<Ailment>& findings);

/// A line for each. Ends with a newline.
[[nodiscard]] std::string describe(const std::vector<Ailment>& findings);

[[nodiscard]] Json to_json(const std::vector<Ailment>& findings);

}  // namespace gameday
