// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "drills/record/event.hpp"
#include "drills/record/journal.hpp"
#include "drills/run/side_by_side.hpp"
#include "world/world.hpp"

namespace gameday {

/// Told of every step a change takes.
using OnMoved = std::function<void(const events::ChangeMoved&)>;

/// Lets time go by; faked in tests.
using Pause = std::function<void(Duration)>;
void sleep_for(Duration length);

/// A fault, that is a change whose end may bring the old primary back among its clients: while the
/// fence is pending it is not lifted (safety.md, Two kinds of change).
[[nodiscard]] bool waits_for_fence(const Change& change);

/// The one place where changes are made. Journals (synced), then acts, in this order: capture,
/// intended, plant, apply, applied, verify, verified; reverting, revert, verify gone, unplant,
/// reverted.
/// Not thread-safe for one change; different changes may go on in different threads, and on_moved
/// is then told from all of them.
class Executor {
 public:
  /// `width`: on how many hosts at once; 1 = everything in order by the calling thread, which is
  /// what a world that is not thread-safe needs.
  Executor(World& world, Journal& journal, OnMoved moved, Pause pause = sleep_for,
           std::size_t width = k_side_by_side);

  /// Captures, journals, applies, verifies. An apply whose outcome is not known leaves the change
  /// `intended` in the journal (it is reverted as if applied). A change that is on record already
  /// is applied again with what was captured the first time. One that has a trial lasts only once
  /// its host was reached through it; otherwise it has lapsed when this returns. Errors: as the
  /// failing action; refused, where the host could not be reached through the change.
  [[nodiscard]] Result<void> apply(const Change& change);

  /// Compare and set: reverts only what looks like ours; believed when verify has seen it gone.
  /// A foreign value makes it stuck ("changed by someone else"), and so does a fence that is still
  /// to come; `force` overrides both. Gone already = reverted. A journal that cannot be written
  /// does not stop it: what it needs is on the disk since the intent.
  /// Errors: failed, timeout, refused (no undo, or fence first); the journal then says stuck.
  [[nodiscard]] Result<void> revert(const std::string& change_id, bool force = false);

  /// Applies changes of one fault, hosts side by side, those of one host in order. Once one has
  /// failed no other is begun; what is applied by then is for the caller to revert. Errors: as
  /// apply, of the first in the list that failed, and how many were applied.
  [[nodiscard]] Result<void> apply_all(const std::vector<Change>& changes);

  /// Reverts changes of one fault, hosts side by side, those of one host last to first. One that
  /// fails does not stop the others. Gives the errors, last to first.
  [[nodiscard]] std::vector<Error> revert_each(const std::vector<Change>& changes);

  /// Reverts all whose fate (on_death or on_abort) is revert, newest first, the hosts of one fault
  /// side by side; one that fails does not stop the others. The journalled fence is carried out
  /// first where the point of no return was passed and it is not done yet; where it cannot be,
  /// faults are left to the world's own deadline. An abort before the point of no return takes back
  /// what is held as well, where it has an undo. Gives the ids that may still be in force.
  [[nodiscard]] std::vector<std::string> revert_all(Fate Change::* fate);

  /// Carries out the fence and sees that it holds; journalled. Errors: as the failing action.
  [[nodiscard]] Result<void> fence(const Change& fence);

 private:
  struct Look;
  [[nodiscard]] Result<Change> prepare(const Change& change);
  [[nodiscard]] Result<void> carry_out(const Change& change);
  [[nodiscard]] Result<void> put_in_force(const Change& change);
  [[nodiscard]] Result<void> pass_trial(const Change& change, Instant began);
  [[nodiscard]] Result<void> reach_through(const Change& change, Instant began);
  [[nodiscard]] Look look_at(const Change& change);
  [[nodiscard]] Result<void> put_back(const JournalEntry& entry, bool force);
  [[nodiscard]] Result<void> undo(const Change& change);
  [[nodiscard]] Result<void> plant(const Change& change);
  [[nodiscard]] Result<void> settle_gone(const Change& change, Instant began);
  [[nodiscard]] Result<void> stick(const Change& change, Error why);
  void note(const Change& change, ChangeState state, Instant began, std::string_view error = {});
  [[nodiscard]] bool fence_pending(const JournalContent& content) const;
  [[nodiscard]] Duration unsettled_for(const JournalEntry& entry) const;
  [[nodiscard]] bool is_to_go(const JournalEntry& entry, Fate Change::* fate,
                              const JournalContent& content) const;

  [[nodiscard]] bool is_under_way(const JournalEntry& entry);

  World& m_world;
  Journal& m_journal;
  OnMoved m_moved;
  Pause m_pause;
  std::size_t m_width;
  std::atomic<bool> m_fence_holds = false;  ///< seen by us, whatever the journal could take
  mutable std::mutex m_mutex;
  std::set<std::string> m_returned;  ///< changes whose apply has come back in this process
};

}  // namespace gameday
