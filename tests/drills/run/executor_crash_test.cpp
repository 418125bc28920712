// SPDX-License-Identifier: Apache-2.0
// The heart of it: a process that dies at any effect and at any record of its journal, recovered by
// processes that die as well, leaves the world as it was.
#include <doctest/doctest.h>

#include <set>

#include "tests/drills/run/crash_rig.hpp"

namespace gameday {
namespace {

/// More than there are places to die in a drill; a loop that gets here has found no end.
constexpr int k_most_places = 400;

void check_world(const CrashRig& rig) {
  const auto& things = rig.fake.things;
  CHECK_FALSE(things.contains("table"));
  CHECK_FALSE(things.contains("cut"));
  CHECK(things.at("sync") == "before");
  CHECK_FALSE(things.contains("note-sync"));
  CHECK_FALSE(things.contains("timer-sync"));
  CHECK(things.at("theirs") == "untouched");
  const JournalContent content = rig.content();
  for (const JournalEntry& entry : content.entries) {
    if (entry.change.on_death == Fate::revert) CHECK(entry.state == ChangeState::reverted);
  }
  // What the failover did is held: nobody turned the traffic back.
  CHECK(rig.fake.position("set traffic a") < 0);
  if (!content.point_of_no_return) return;
  CHECK(content.fenced);
  const int lifted = rig.fake.position("unmake cut ours");
  const int fenced = rig.fake.position("make fence ours");
  CHECK(fenced >= 0);
  if (lifted >= 0) CHECK(fenced < lifted);
}

TEST_CASE("dead at any place of a whole drill, recovered: the world as it was") {
  int places = 0;
  bool lived = false;
  while (!lived && places < k_most_places) {
    CAPTURE(places);
    CrashRig rig;
    lived = rig.process(places++, whole_drill);
    CHECK(rig.recover().empty());
    check_world(rig);
    const auto effects = rig.fake.effects;
    CHECK(rig.recover().empty());
    CHECK(rig.fake.effects == effects);
  }
  CHECK(lived);
  CHECK(places > 60);
}

TEST_CASE("recovery itself dead at any place, and repeated: the world as it was") {
  std::set<std::string> seen;
  bool lived = false;
  for (int place = 0; !lived && place < k_most_places; ++place) {
    CrashRig rig;
    lived = rig.process(place, whole_drill);
    // Dying before a look or after it leaves the same behind: one of them will do.
    if (!seen.insert(rig.fingerprint()).second) continue;
    const CrashRig::Snapshot dead = rig.snapshot();
    bool recovered = false;
    for (int again = 0; !recovered && again < k_most_places; ++again) {
      CAPTURE(place);
      CAPTURE(again);
      rig.restore(dead);
      recovered = rig.process(again, [](Executor& executor, Journal&) {
        (void)executor.revert_all(&Change::on_death);
      });
      CHECK(rig.recover().empty());
      check_world(rig);
    }
  }
  CHECK(lived);
  CHECK(seen.size() > 25);
}

TEST_CASE("a recovery that dies at its first place, its second, and so on, still gets there") {
  CrashRig rig;
  REQUIRE_FALSE(rig.process(55, whole_drill));
  bool done = false;
  for (int place = 0; !done && place < k_most_places; ++place) {
    done = rig.process(
        place, [](Executor& executor, Journal&) { (void)executor.revert_all(&Change::on_death); });
  }
  CHECK(done);
  check_world(rig);
}

TEST_CASE("whatever hangs or fails while it dies, a healthy recovery restores the world") {
  for (const char* command : {"make cut ours", "set sync during", "make fence ours",
                              "unmake cut ours", "set sync before", "look cut", "look sync"}) {
    for (auto FakeWorld::* how :
         {&FakeWorld::broken, &FakeWorld::hanging, &FakeWorld::unanswered}) {
      bool lived = false;
      for (int place = 0; !lived && place < k_most_places; place += 6) {
        CAPTURE(command);
        CAPTURE(place);
        CrashRig rig;
        (rig.fake.*how).insert(command);
        lived = rig.process(place, whole_drill);
        (rig.fake.*how).clear();
        CHECK(rig.recover().empty());
        check_world(rig);
      }
    }
  }
}

TEST_CASE("an apply in flight when its process dies anywhere never outlives the recovery") {
  for (const char* command : {"make table ours", "make cut ours", "set sync during"}) {
    CrashRig rig;
    rig.fake.slow.insert(command);
    CHECK_FALSE(rig.process(-1, whole_drill));
    rig.fake.slow.clear();
    CHECK(rig.recover().empty());
    rig.fake.land();
    check_world(rig);
  }
}

TEST_CASE("somebody else's edit at any place is never overwritten") {
  bool lived = false;
  for (int place = 0; !lived && place < k_most_places; ++place) {
    CAPTURE(place);
    CrashRig rig;
    lived = rig.process(place, whole_drill);
    rig.fake.things["sync"] = "somebody";
    const ChangeState before = rig.state_of("fault.sync");
    const auto left = rig.recover();
    CHECK(rig.fake.things.at("sync") == "somebody");
    const bool ours = before != ChangeState::planned && before != ChangeState::reverted;
    CHECK(left.size() == (ours ? 1U : 0U));
    CHECK_FALSE(rig.fake.things.contains("cut"));
  }
  CHECK(lived);
}

}  // namespace
}  // namespace gameday
