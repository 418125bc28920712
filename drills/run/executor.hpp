// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "drills/record/event.hpp"
#include "drills/record/journal.hpp"
#include "world/world.hpp"

namespace gameday {

/// Told of every step a change takes.
using OnMoved = std::function<void(const events::ChangeMoved&)>;

/// The one place where changes are made. Journals (synced), then acts, in this order: capture,
/// intended, apply, applied, verify, verified; reverting, revert, verify gone, reverted.
/// Not thread-safe for one change; different changes may go on in different threads.
class Executor {
 public:
  Executor(World& world, Journal& journal, OnMoved moved);

  /// Captures, journals, applies, verifies. An apply whose outcome is not known leaves the change
  /// `intended` in the journal (it is reverted as if applied). Errors: as the failing action.
  [[nodiscard]] Result<void> apply(const Change& change);

  /// Compare and set: reverts only what looks like ours; believed when verify has seen it gone.
  /// A foreign value makes it stuck ("changed by someone else"). Gone already = reverted.
  /// Errors: failed, timeout; the journal then says stuck.
  [[nodiscard]] Result<void> revert(const std::string& change_id, bool force = false);

  /// Reverts all whose fate (on_death or on_abort) is revert, newest first; one that fails does not
  /// stop the others. The journalled fence is carried out first where the point of no return was
  /// passed and it is not done yet. Gives the ids that may still be in force.
  [[nodiscard]] std::vector<std::string> revert_all(Fate Change::* fate);

  /// Carries out the fence and sees that it holds; journalled. Errors: as the failing action.
  [[nodiscard]] Result<void> fence(const Change& fence);

 private:
  World& m_world;
  Journal& m_journal;
  OnMoved m_moved;
};

}  // namespace gameday
