// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_core.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/fake_world.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr Duration k_applied = 1000s;

JournalContent journal_with(ChangeState state, std::optional<Duration> expires = 18s) {
  JournalEntry entry;
  entry.change = making("fault.cut", "cut");
  entry.change.expires_after = expires;
  entry.change.apply.deadline = 3s;
  entry.state = state;
  entry.intended_at = Duration{k_applied}.count();
  if (state != ChangeState::intended) entry.applied_at = Duration{k_applied}.count();
  JournalContent journal;
  journal.entries.push_back(entry);
  return journal;
}

/// A gameday that beats, seen this long after the change was applied.
KeeperSight seen_after(const JournalContent& journal, Duration later) {
  return {.now = k_applied + later, .last_beat = k_applied + later, .journal = &journal};
}

TEST_CASE("while gameday beats and nothing is overdue, the keeper waits") {
  for (const auto state : {ChangeState::intended, ChangeState::applied, ChangeState::verified,
                           ChangeState::reverting, ChangeState::reverted, ChangeState::stuck}) {
    const JournalContent journal = journal_with(state);
    CHECK(decide(seen_after(journal, 17s)).act == KeeperAct::wait);
  }
  CHECK(decide({.now = k_applied, .last_beat = k_applied}).act == KeeperAct::wait);
}

TEST_CASE("five seconds without a beat: gameday hangs, in whatever state the journal is") {
  for (const auto state : {ChangeState::intended, ChangeState::applied, ChangeState::verified,
                           ChangeState::reverting, ChangeState::reverted, ChangeState::stuck}) {
    const JournalContent journal = journal_with(state);
    KeeperSight sight = seen_after(journal, 6s);
    sight.last_beat = sight.now - 5s;
    CHECK(decide(sight).act == KeeperAct::wait);
    sight.last_beat = sight.now - 5001ms;
    const KeeperDecision decision = decide(sight);
    CHECK(decision.act == KeeperAct::take_over);
    CHECK(decision.gameday_may_live);
  }
}

TEST_CASE("end of file: take over, or leave where the run is over") {
  JournalContent journal = journal_with(ChangeState::verified);
  KeeperSight sight = seen_after(journal, 1s);
  sight.link_closed = true;
  CHECK(decide(sight).act == KeeperAct::take_over);
  CHECK_FALSE(decide(sight).gameday_may_live);
  journal.closed = true;
  CHECK(decide(sight).act == KeeperAct::leave);
}

TEST_CASE("dismissed: leave, but not with the journal open") {
  JournalContent journal = journal_with(ChangeState::verified);
  KeeperSight sight = seen_after(journal, 1s);
  sight.dismissed = true;
  CHECK(decide(sight).act == KeeperAct::take_over);
  journal.closed = true;
  CHECK(decide(sight).act == KeeperAct::leave);
}

TEST_CASE("a closed journal alone is no reason to leave: what is held is still held") {
  JournalContent journal = journal_with(ChangeState::reverted);
  journal.closed = true;
  CHECK(decide(seen_after(journal, 1s)).act == KeeperAct::wait);
}

TEST_CASE("a change past its deadline is taken over although gameday beats") {
  for (const auto state : {ChangeState::applied, ChangeState::verified}) {
    const JournalContent journal = journal_with(state);
    CHECK(decide(seen_after(journal, 18s + k_deadline_grace)).act == KeeperAct::wait);
    const auto decision = decide(seen_after(journal, 18s + k_deadline_grace + 1ms));
    CHECK(decision.act == KeeperAct::take_over);
    CHECK(decision.gameday_may_live);
    CHECK(decision.why.find("fault.cut") != std::string::npos);
  }
}

TEST_CASE("an apply that never returned is counted from when it must have") {
  const JournalContent journal = journal_with(ChangeState::intended);
  CHECK(due_at(journal.entries[0]) == k_applied + 3s + 18s);
  CHECK(decide(seen_after(journal, 21s + k_deadline_grace)).act == KeeperAct::wait);
  CHECK(decide(seen_after(journal, 22s + k_deadline_grace)).act == KeeperAct::take_over);
}

TEST_CASE(
    "a revert under way past the deadline has its budget; what is stuck is gameday's to tell") {
  const JournalContent reverting = journal_with(ChangeState::reverting);
  CHECK(decide(seen_after(reverting, 18s + k_revert_budget)).act == KeeperAct::wait);
  CHECK(decide(seen_after(reverting, 19s + k_revert_budget)).act == KeeperAct::take_over);
  const JournalContent stuck = journal_with(ChangeState::stuck);
  CHECK(decide(seen_after(stuck, 1h)).act == KeeperAct::wait);
}

TEST_CASE("what never expires, and what is held, is never overdue") {
  const JournalContent forever = journal_with(ChangeState::verified, std::nullopt);
  CHECK(due_at(forever.entries[0]) == Duration{0});
  CHECK(decide(seen_after(forever, 1h)).act == KeeperAct::wait);
  JournalContent kept = journal_with(ChangeState::verified);
  kept.entries[0].change.on_death = Fate::hold;
  CHECK(decide(seen_after(kept, 1h)).act == KeeperAct::wait);
}

}  // namespace
}  // namespace gameday
