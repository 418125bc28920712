// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/inventory.hpp"
#include "drills/definition/document.hpp"
#include "drills/definition/drill.hpp"
#include "drills/definition/load.hpp"
#include "drills/definition/problems.hpp"
#include "runbooks/step.hpp"

namespace gameday {

/// What was read from a file, with the document for the places and the file's problems.
template <class T>
struct Part {
  T& value;
  const TomlNode& root;
  Problems& problems;

  /// Notes a problem at the value that the path leads to, or at the deepest table that exists.
  void note(TomlPath path, std::string message, std::string hint = {}) const {
    problems.add(place_of(root, path), std::move(message), std::move(hint));
  }
};

/// Fills in what was left out: `good_within`, `stable_for`, `give_up_after` (measurement.md,
/// Samples and Outage; safety.md, Stopping).
void fill_defaults(Drill& drill);

/// Names are unique, and a ledger's is fit for its table.
void check_names(const Part<Drill>& drill);
/// The refusals of measurement.md: objectives that nothing measures, periods and timeouts too long
/// for them, faults too short. After fill_defaults.
void check_objectives(const Part<Drill>& drill);
/// The instruments that `start_when` and [[abort]] name are there.
void check_instruments(const Part<Drill>& drill);

/// What an inventory says of itself: regions, hosts and nodes that it names are in it. Gives each
/// database node the region of its host.
void check_inventory(const Part<Inventory>& inventory, const Vocabulary& vocabulary);

/// A runbook has a step, and the names of its steps are unique.
void check_runbook(const Part<Runbook>& runbook);

/// Its branches lead to later steps that there are, and the steps of a group stand together.
void check_ways(const Part<Runbook>& runbook);

/// Every key of a table that names something of the inventory names something that is there:
/// region, to, from, on, host, database, manager, target. A url is one, a mechanism is known.
void check_references(const TomlNode& table, const Inventory& inventory, Problems& problems);

/// The refusals of safety.md: a promotion without a fence, a fence that fences nothing, no
/// [[abort]] outside a lab; and what starts the runbook.
void check_safety(const Part<Drill>& drill, const Runbook& runbook, const Inventory& inventory);

}  // namespace gameday
