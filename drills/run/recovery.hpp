// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "world/world.hpp"

namespace gameday {

/// Whether the lab of this name and identity certainly runs no more. (The lab lies above this
/// part.)
using LabIsGone = std::function<bool(std::string_view lab, std::string_view identity)>;

/// Whether the lab that the run acted on is gone, and all that was changed in it.
[[nodiscard]] bool lab_is_gone(const JournalHead& head, const LabIsGone& gone);

/// One change that is, or may be, in force: a row of `gameday status`.
struct StatusRow {
  std::string run = {};
  std::string change = {};
  std::string host = {};
  std::string state = {};    ///< what the world shows: in_force, gone, inert, foreign, unclear
  std::string journal = {};  ///< what the journal says: applied, verified, stuck ...
  std::string on_death = {};
  std::string deadline = {};  ///< UTC when the world lifts it by itself; empty = never
  std::string summary = {};
  std::string since = {};  ///< UTC, of the journal's state
  std::string note = {};   ///< "NOT FENCED", "changed by someone else", ...

  /// It is to be reverted, and may be there.
  [[nodiscard]] bool is_left_over() const { return on_death == "revert" && state != "gone"; }
};

/// Asks the world about every change of a run's journal that is not reverted.
[[nodiscard]] std::vector<StatusRow> look_at_run(World& world, const LivePointer& pointer,
                                                 const JournalContent& journal);

/// Whether a dead run's journal has something that is to be reverted, or fenced, and is not: what
/// keeps another drill from starting. What cannot be read may have.
[[nodiscard]] bool may_have_left_something(const LivePointer& pointer);

/// What recover did with one run.
struct Recovery {
  std::string run = {};
  std::vector<std::string> reverted = {};
  std::vector<std::string> stuck = {};  ///< ids and why; not empty = exit 3
  std::vector<std::string> held = {};   ///< what the failover did, and stays
  std::vector<std::string> notes = {};
  bool fenced_now = false;
  bool not_fenced = false;  ///< past the point of no return, and the fence cannot be carried out
};

/// Reverts what the owner of this journal, a dead run, left in the world: the fence first where it
/// must, then the rest, verified. What lay in a lab that is gone is reverted with it. Marks what is
/// held and seen gone as reverted. Closes the journal once nothing is left. `world` must act on the
/// run's own inventory. Safe to repeat.
[[nodiscard]] Recovery revert_dead_run(World& world, Journal& journal, const Inventory& inventory,
                                       const LabIsGone& gone, Pause pause = sleep_for);

/// Whether nothing of the run is left, not even what is held: its pointer may go.
[[nodiscard]] bool may_be_forgotten(const JournalContent& journal);

/// Ends a keeper that still lives, checked by run id and start time. Errors: failed, timeout.
[[nodiscard]] Result<void> end_keeper(const std::filesystem::path& run_folder,
                                      std::string_view run_id);

/// Takes the journal of a dead run: waits for its lock for the keeper's budget, then ends a keeper
/// that still lives. Errors: refused (the run lives), absent (its folder is gone), bad_input (the
/// journal has no head: nothing was changed), timeout, failed.
[[nodiscard]] Result<Journal> take_journal(const LivePointer& pointer,
                                           std::chrono::milliseconds patience);

/// Reverts what a dead run left, as revert_dead_run, and removes its pointer once it may be
/// forgotten. Errors: as take_journal.
[[nodiscard]] Result<Recovery> recover_run(World& world, const LivePointer& pointer,
                                           const Inventory& inventory, const LabIsGone& gone);

/// One change of a dead run by name, also where somebody else has changed it since, where it is
/// held, or where the fence is still to come. Errors: as take_journal, and as Executor::revert.
[[nodiscard]] Result<void> force_back(World& world, const LivePointer& pointer,
                                      const std::string& change);

/// Without any journal: finds by tags what any run left on the inventory's hosts, and lifts it. A
/// run that is alive (told by its id) is let be. Where a tag says that the run must be fenced first
/// and this cannot be seen, it is told.
[[nodiscard]] Recovery recover_from_world(World& world, const Inventory& inventory,
                                          const std::vector<std::string>& alive);

/// The inventory that was frozen into a run's folder. Errors: absent, failed, bad_input.
[[nodiscard]] Result<Inventory> frozen_inventory(const std::filesystem::path& run_folder);

}  // namespace gameday
