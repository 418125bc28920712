// SPDX-License-Identifier: Apache-2.0
#include "drills/run/recovery.hpp"

#include <fmt/format.h>

#include "base/overloaded.hpp"
#include "drills/run/keeper.hpp"
#include "drills/run/keeper_process.hpp"
#include "drills/run/process_handle.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_kill_patience{3};

/// Whether the thing changed lay inside the inventory's lab.
bool lies_in_lab(const Inventory& inventory, const Action& action) {
  if (!inventory.lab) return false;
  std::string name = action.host.name;
  if (const auto* sql = std::get_if<Sql>(&action.what)) {
    if (sql->node.empty()) return true;
    name = sql->node;
  }
  const Host* host = inventory.find_host(name);
  return host != nullptr && host->transport == "lab";
}

/// What was changed in a lab that is gone is gone with it, what is held as well; and a database
/// that does not exist needs no fence.
void write_off(Journal& journal, const Inventory& inventory) {
  const JournalContent content = journal.content();
  for (const JournalEntry& entry : content.entries) {
    if (entry.state == ChangeState::reverted) continue;
    if (!lies_in_lab(inventory, entry.change.apply)) continue;
    (void)journal.write(entry.change, ChangeState::reverted, "lab gone");
  }
  if (content.fence_pending() && lies_in_lab(inventory, content.fence->apply)) {
    (void)journal.write_fenced();
  }
}

bool may_still_land(const World& world, const JournalEntry& entry) {
  if (entry.state != ChangeState::intended) return false;
  return world.clock.boottime() < Duration{entry.intended_at} + entry.change.apply.deadline;
}

/// What is held and is not there any more (a failback by hand, a failed apply) is not held.
void let_go(World& world, Journal& journal) {
  const JournalContent content = journal.content();
  for (const JournalEntry& entry : content.entries) {
    const bool held = entry.change.on_death == Fate::hold || !entry.change.revert;
    if (!held || entry.state == ChangeState::reverted || may_still_land(world, entry)) continue;
    const Verify& verify = entry.change.verify;
    if (read_seen(verify, world.performer.perform(verify.look)) != Seen::gone) continue;
    (void)journal.write(entry.change, ChangeState::reverted, "seen gone");
  }
}

void tell(const JournalContent& before, const JournalContent& after, Recovery& done) {
  for (const JournalEntry& entry : after.entries) {
    const std::string& id = entry.change.id;
    const JournalEntry* earlier = before.find(id);
    const bool was_there = earlier == nullptr || earlier->state != ChangeState::reverted;
    if (entry.state == ChangeState::reverted) {
      if (was_there) done.reverted.push_back(id);
    } else if (entry.change.on_death == Fate::revert && entry.change.revert) {
      done.stuck.push_back(fmt::format("{}: {}", id, entry.error));
    } else {
      done.held.push_back(fmt::format("{} ({}) since {}", id, entry.change.summary, entry.since));
    }
  }
  done.fenced_now = before.fence_pending() && after.fenced;
  done.not_fenced = after.fence_pending();
  if (done.not_fenced) {
    done.stuck.push_back(after.fence->id + ": NOT FENCED: the old primary may take writes");
  }
}

}  // namespace

bool lab_is_gone(const JournalHead& head, const LabIsGone& gone) {
  if (!head.lab || head.lab_identity.empty() || !gone) return false;
  return gone(*head.lab, head.lab_identity);
}

Recovery revert_dead_run(World& world, Journal& journal, const Inventory& inventory,
                         const LabIsGone& gone, Pause pause) {
  const JournalContent before = journal.content();
  Recovery done{.run = before.head.run_id};
  if (lab_is_gone(before.head, gone)) {
    write_off(journal, inventory);
    done.notes.push_back(
        fmt::format("lab {} is gone, and what was changed in it", *before.head.lab));
  }
  Executor executor{world, journal, {}, std::move(pause)};
  (void)executor.revert_all(&Change::on_death);
  let_go(world, journal);
  tell(before, journal.content(), done);
  if (done.stuck.empty() && !before.closed) (void)journal.close();
  return done;
}

bool may_have_left_something(const LivePointer& pointer) {
  const auto journal = read_journal(pointer.folder / "journal.jsonl");
  if (!journal) return journal.error().kind != ErrorKind::bad_input;
  for (const JournalEntry& entry : journal->entries) {
    const bool reverts = entry.change.on_death == Fate::revert && entry.change.revert;
    if (reverts && entry.state != ChangeState::reverted) return true;
  }
  return journal->fence_pending();
}

bool may_be_forgotten(const JournalContent& journal) {
  for (const JournalEntry& entry : journal.entries) {
    if (entry.state != ChangeState::reverted) return false;
  }
  return !journal.fence_pending();
}

Result<void> end_keeper(const std::filesystem::path& run_folder, std::string_view run_id) {
  remove_empty_cgroups();
  const auto mark = read_keeper_mark(run_folder);
  if (!mark || mark->run_id != run_id) return {};
  const auto keeper = ProcessHandle::open(mark->pid, mark->start_time);
  if (!keeper) {
    if (keeper.error().kind == ErrorKind::absent) return {};
    return tl::unexpected(keeper.error());
  }
  return keeper->kill(k_kill_patience);
}

/// A keeper that has let go of the lock is done, or was hung before it came to take it: in both
/// cases what it holds must be gone before anything is looked at.
Result<Journal> take_journal(const LivePointer& pointer, std::chrono::milliseconds patience) {
  if (is_alive(pointer)) {
    return fail(ErrorKind::refused, "recover", "run " + pointer.run_id, "it is under way",
                "gameday abort " + pointer.run_id + " ends it safely");
  }
  const auto file = pointer.folder / "journal.jsonl";
  auto journal = Journal::adopt(file, patience);
  if (!journal && journal.error().kind != ErrorKind::timeout) return journal;
  if (auto ended = end_keeper(pointer.folder, pointer.run_id); !ended) {
    return tl::unexpected(ended.error());
  }
  if (!journal) return Journal::adopt(file, k_kill_patience);
  return journal;
}

Result<Recovery> recover_run(World& world, const LivePointer& pointer, const Inventory& inventory,
                             const LabIsGone& gone) {
  auto journal = take_journal(pointer, k_revert_budget);
  if (!journal) return tl::unexpected(journal.error());
  Recovery done = revert_dead_run(world, *journal, inventory, gone);
  if (!may_be_forgotten(journal->content())) return done;
  if (auto removed = remove_live_pointer(pointer.run_id); !removed) {
    done.notes.push_back(removed.error().text());
  }
  return done;
}

Result<void> force_back(World& world, const LivePointer& pointer, const std::string& change) {
  auto journal = take_journal(pointer, k_revert_budget);
  if (!journal) return tl::unexpected(journal.error());
  Executor executor{world, *journal, {}};
  return executor.revert(change, true);
}

}  // namespace gameday
