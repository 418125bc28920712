// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_core.hpp"

#include <fmt/format.h>

namespace gameday {
namespace {

/// Still gameday's to deal with, and not dealt with in time. Once it has begun to revert it gets
/// the budget for that; what is stuck it knows of itself, and says so by its exit status.
bool is_overdue(const JournalEntry& entry, Duration now) {
  if (entry.change.on_death != Fate::revert || !entry.change.expires_after) return false;
  Duration grace = k_deadline_grace;
  switch (entry.state) {
    case ChangeState::intended:
    case ChangeState::applied:
    case ChangeState::verified: break;
    case ChangeState::reverting: grace = k_revert_budget; break;
    default: return false;
  }
  return now > due_at(entry) + grace;
}

const JournalEntry* overdue(const JournalContent& journal, Duration now) {
  for (const JournalEntry& entry : journal.entries) {
    if (is_overdue(entry, now)) return &entry;
  }
  return nullptr;
}

}  // namespace

Duration due_at(const JournalEntry& entry) {
  if (!entry.change.expires_after) return Duration{0};
  const Duration began = entry.applied_at != 0
                             ? Duration{entry.applied_at}
                             : Duration{entry.intended_at} + entry.change.apply.deadline;
  return began + *entry.change.expires_after;
}

KeeperDecision decide(const KeeperSight& sight) {
  const bool closed = sight.journal != nullptr && sight.journal->closed;
  if (closed && (sight.dismissed || sight.link_closed)) {
    return {KeeperAct::leave, "the run is over", false};
  }
  if (sight.dismissed) {
    return {KeeperAct::take_over, "gameday left without closing its journal", false};
  }
  if (sight.link_closed) return {KeeperAct::take_over, "gameday is gone", false};
  if (sight.now - sight.last_beat > k_heartbeat_limit) {
    return {KeeperAct::take_over,
            fmt::format("gameday gave no sign of life for {} s", k_heartbeat_limit.count()), true};
  }
  if (sight.journal != nullptr) {
    if (const JournalEntry* entry = overdue(*sight.journal, sight.now)) {
      return {KeeperAct::take_over, entry->change.id + " is past its deadline", true};
    }
  }
  return {};
}

}  // namespace gameday
