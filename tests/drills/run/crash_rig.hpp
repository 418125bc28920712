// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/fakes/fake_world.hpp"

namespace gameday {

/// A fake world with a journal on (memory-backed) disk, and processes that act on it and may die.
struct CrashRig {
  CrashRig() {
    fake.things = {{"sync", "before"}, {"traffic", "a"}, {"theirs", "untouched"}};
    fake.fuse = &fuse;
    head.run_id = "0badcafe";
    head.boot_id = boot_id();
    (void)Journal::create(file, head).value();
  }

  /// One process: takes the journal, does its work, leaves or dies. False where it died.
  bool process(int dies_at, const std::function<void(Executor&, Journal&)>& work) {
    auto journal = Journal::adopt(file, std::chrono::milliseconds{0}).value();
    journal.watch([this](bool) { fuse.burn(); });
    Executor executor{world, journal, {}, [this](Duration length) {
                        clock.advance(length);
                        fake.land();
                      }};
    fuse.left = dies_at;
    bool lived = true;
    try {
      work(executor, journal);
    } catch (const Died&) {
      lived = false;
    }
    fuse.left = -1;
    return lived;
  }

  /// What a keeper or recover does; the ids that may still be in force.
  std::vector<std::string> recover() {
    std::vector<std::string> left;
    process(-1,
            [&](Executor& executor, Journal&) { left = executor.revert_all(&Change::on_death); });
    return left;
  }

  [[nodiscard]] JournalContent content() const { return read_journal(file).value(); }
  [[nodiscard]] ChangeState state_of(const std::string& id) const {
    const JournalContent all = content();
    const JournalEntry* entry = all.find(id);
    return entry == nullptr ? ChangeState::planned : entry->state;
  }

  /// All that a dead process leaves behind.
  struct Snapshot {
    std::string journal;
    FakeWorld fake;
  };
  [[nodiscard]] Snapshot snapshot() const {
    std::ifstream stream{file, std::ios::binary};
    return {std::string{std::istreambuf_iterator<char>{stream}, {}}, fake};
  }
  void restore(const Snapshot& snapshot) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << snapshot.journal;
    fake = snapshot.fake;
  }
  /// The same where a dead process leaves the same behind, but for the times.
  [[nodiscard]] std::string fingerprint() const {
    const JournalContent all = content();
    std::string text = fmt::format("{}{}{}", all.point_of_no_return, all.fenced, all.closed);
    for (const auto& entry : all.entries) {
      text += entry.change.id + to_string(entry.state).data();
    }
    for (const auto& effect : fake.effects) text += effect;
    return text;
  }

  Scratch scratch{"/dev/shm"};
  std::filesystem::path file = scratch.path / "journal.jsonl";
  JournalHead head;
  Fuse fuse;
  FakeWorld fake;
  ShiftedClock clock;
  FakePrompt prompt;
  World world{clock, fake, prompt};
};

/// A cut of the network, the kind of change that waits for the fence.
inline Change a_cut() {
  Change change = making("fault.cut.router", "cut");
  change.apply.what = Netfilter{{"make cut ours"}};
  change.revert->what = Netfilter{{"unmake cut ours"}};
  change.expires_after = std::chrono::seconds{18};
  return change;
}

/// One that plants a note and a timer on its target first.
inline Change planted(Change change, const std::string& name) {
  change.plant = {fake_action("make note-" + name + " ours"),
                  fake_action("make timer-" + name + " ours")};
  change.unplant = {fake_action("unmake timer-" + name + " ours"),
                    fake_action("unmake note-" + name + " ours")};
  return change;
}

inline Change a_fence() {
  Change change = held(making("step.stop-old-primary", "fence"));
  change.revert.reset();
  return change;
}

inline Change a_promotion() {
  Change change = held(making("step.promote-b", "primary-b"));
  change.revert.reset();
  change.point_of_no_return = true;
  return change;
}

/// A whole drill with a promotion, to its end; goes on like the conductor does when a deed fails.
inline void whole_drill(Executor& executor, Journal& journal) {
  (void)journal.write_fence(a_fence());
  (void)executor.apply(making("ledger.orders", "table"));
  (void)executor.apply(a_cut());
  (void)executor.apply(planted(setting("fault.sync", "sync", "during"), "sync"));
  (void)journal.write_point_of_no_return("promote-b");
  (void)executor.apply(a_promotion());
  (void)executor.apply(held(setting("step.shift-traffic", "traffic", "b")));
  (void)executor.fence(a_fence());
  (void)executor.revert("fault.sync");
  (void)executor.revert("fault.cut.router");
  (void)executor.revert_all(&Change::on_death);
  (void)journal.close();
}

}  // namespace gameday
