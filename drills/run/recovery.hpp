// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "world/world.hpp"

namespace gameday {

/// One change that is, or may be, in force: a row of `gameday status`.
struct StatusRow {
  std::string run;
  std::string change;
  std::string host;
  std::string state;  ///< what the world shows: in_force, gone, foreign, unclear; and the journal
  std::string on_death;
  std::string deadline;  ///< UTC when the world lifts it by itself; empty = never
  std::string note;      ///< "NOT FENCED", "changed by someone else", ...
};

/// Asks the world about every change of a run's journal that is not reverted.
[[nodiscard]] std::vector<StatusRow> look_at_run(World& world, const LivePointer& pointer,
                                                 const JournalContent& journal);

/// What recover did with one run.
struct Recovery {
  std::string run;
  std::vector<std::string> reverted;
  std::vector<std::string> stuck;  ///< ids and why; not empty = exit 3
  std::vector<std::string> held;   ///< what the failover did, and stays
  bool fenced_now = false;
};

/// Reverts what a dead run left: waits for the lock for the keeper's budget, ends a keeper that
/// still lives (pidfd, checked by start time), fences first where it must, verifies. Safe to
/// repeat. After another boot kernel objects are only verified to be gone. Errors: refused (the run
/// lives).
[[nodiscard]] Result<Recovery> recover_run(World& world, const LivePointer& pointer);

/// Without any journal: finds by tags what any run left on the inventory's hosts, and lifts it.
/// Where a table says that its run must be fenced first and this cannot be seen, it is told.
[[nodiscard]] Result<Recovery> recover_from_world(World& world, const Inventory& inventory);

}  // namespace gameday
