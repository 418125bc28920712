// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "drills/run/keeper_core.hpp"
#include "drills/run/recovery.hpp"
#include "runbooks/lingering.hpp"

namespace gameday {
namespace {

/// When the world lifts it by itself, as wall time. Another boot's clock tells nothing.
std::string deadline_of(const World& world, const JournalHead& head, const JournalEntry& entry) {
  const Duration due = due_at(entry);
  if (due == Duration{0} || head.boot_id != boot_id()) return {};
  return format_utc(world.clock.wall() + (due - world.clock.boottime()));
}

std::string said(const Result<Outcome>& looked) {
  if (!looked) return looked.error().text();
  constexpr std::size_t k_longest = 200;
  return (looked->err.empty() ? looked->out : looked->err).substr(0, k_longest);
}

/// Until when others may go on with what was there before.
std::string lingering_on(const JournalEntry& entry) {
  const auto ttl = lingers(entry.change);
  const auto since = parse_utc(entry.since);
  if (!ttl || !since) return {};
  return fmt::format("resolvers may give the old answer until {} (its time to live was {} s)",
                     format_utc(*since + *ttl), ttl->count());
}

std::string note_on(const JournalContent& journal, const JournalEntry& entry, Seen seen,
                    const Result<Outcome>& looked) {
  if (journal.fence_pending() && waits_for_fence(entry.change)) {
    return "NOT FENCED: the old primary must be made harmless before this is lifted";
  }
  if (seen == Seen::foreign) return "changed by someone else: it shows " + said(looked);
  if (seen == Seen::unclear) return said(looked);
  if (seen == Seen::in_force && entry.error.empty()) return lingering_on(entry);
  return entry.error;
}

StatusRow row_of(World& world, const LivePointer& pointer, const JournalContent& journal,
                 const JournalEntry& entry) {
  const Change& change = entry.change;
  const Result<Outcome> looked = world.performer.perform(change.verify.look);
  const Seen seen = read_seen(change.verify, looked);
  return {.run = pointer.run_id,
          .change = change.id,
          .host = change.apply.host.name,
          .state = std::string{to_string(seen)},
          .journal = std::string{to_string(entry.state)},
          .on_death = std::string{to_string(change.revert ? change.on_death : Fate::hold)},
          .deadline = deadline_of(world, journal.head, entry),
          .summary = change.summary,
          .since = entry.since,
          .note = note_on(journal, entry, seen, looked)};
}

/// A fence that is due and was not even begun has no entry of its own, and must not go untold.
StatusRow missing_fence(World& world, const LivePointer& pointer, const Change& fence) {
  const Seen seen = read_seen(fence.verify, world.performer.perform(fence.verify.look));
  return {.run = pointer.run_id,
          .change = fence.id,
          .host = fence.apply.host.name,
          .state = std::string{to_string(seen)},
          .journal = std::string{to_string(ChangeState::planned)},
          .on_death = std::string{to_string(Fate::hold)},
          .summary = fence.summary,
          .note = seen == Seen::in_force ? "fenced" : "NOT FENCED: gameday recover does it first"};
}

}  // namespace

std::vector<StatusRow> look_at_run(World& world, const LivePointer& pointer,
                                   const JournalContent& journal) {
  std::vector<StatusRow> rows;
  for (const JournalEntry& entry : journal.entries) {
    if (entry.state == ChangeState::reverted) continue;
    rows.push_back(row_of(world, pointer, journal, entry));
  }
  if (journal.fence_pending() && journal.find(journal.fence->id) == nullptr) {
    rows.push_back(missing_fence(world, pointer, *journal.fence));
  }
  std::ranges::stable_partition(rows, &StatusRow::is_left_over);
  return rows;
}

}  // namespace gameday
