// SPDX-License-Identifier: Apache-2.0
// A change that could part us from its host is tried first, and lapses where it does.
#include <doctest/doctest.h>

#include "tests/drills/run/crash_rig.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// A host that a cut of three seconds is made on, which may part us from it.
class FilteringHost : public Performer {
 public:
  FilteringHost(FakeWorld& fake, ShiftedClock& clock) : m_fake(fake), m_clock(clock) {}

  [[nodiscard]] Result<Outcome> perform(const Action& action) override {
    if (m_lapses_at && m_clock.now() >= *m_lapses_at) m_fake.things.erase("cut");
    const std::string command = std::get<std::string>(std::get<Exec>(action.what).argv.front());
    const bool cut = m_fake.things.contains("cut");
    if (cut && parts_us && command != "try") {
      m_clock.advance(action.deadline / 3);
      return fail(ErrorKind::timeout, command, "there", "no answer");
    }
    if (command == "try") {
      m_lapses_at = m_clock.now() + 3s;
      return m_fake.perform(fake_action("make cut ours"));
    }
    if (command == "reach") {
      m_clock.advance(reach_takes);
      return Outcome{true, 0, {}, {}, {}};
    }
    if (command == "prolong") {
      if (prolongs) m_lapses_at.reset();
      return Outcome{prolongs, prolongs ? 0 : 1, {}, "no such table", {}};
    }
    return m_fake.perform(action);
  }

  bool parts_us = false;
  bool prolongs = true;
  Duration reach_takes = 500ms;

 private:
  FakeWorld& m_fake;
  ShiftedClock& m_clock;
  std::optional<Instant> m_lapses_at;
};

Change tried() {
  Change change = making("fault.cut.there", "cut");
  change.trial = Trial{.lapses = 3s,
                       .begin = {fake_action("try")},
                       .reach = fake_action("reach"),
                       .last = {fake_action("prolong")}};
  return change;
}

/// A process that makes the change at that host.
struct Trying {
  CrashRig rig;
  FilteringHost host{rig.fake, rig.clock};
  World world{rig.clock, host, rig.prompt};
  Journal journal = Journal::adopt(rig.file, 0ms).value();
  std::vector<events::ChangeMoved> told;
  Executor executor{world, journal, [this](const auto& moved) { told.push_back(moved); },
                    [this](Duration length) { rig.clock.advance(length); }};

  void expect_refused(const std::string& why) {
    const Result<void> done = executor.apply(tried());
    REQUIRE_FALSE(done);
    CHECK_MESSAGE(done.error().text().find(why) != std::string::npos, done.error().text());
    // It has lapsed by then, so that taking it back gets there.
    CHECK(executor.revert("fault.cut.there"));
    CHECK_FALSE(rig.fake.things.contains("cut"));
    CHECK(journal.content().find("fault.cut.there")->state == ChangeState::reverted);
  }
};

TEST_CASE("what its host was reached through lasts, and was in force since it was tried") {
  Trying trying;
  REQUIRE(trying.executor.apply(tried()));
  const Instant end = trying.told.at(1).ended;
  CHECK(trying.told.at(1).state == ChangeState::applied);
  CHECK(end < trying.told.at(2).ended);
  trying.rig.clock.advance(10s);
  CHECK(trying.host.perform(fake_action("look cut"))->ok);
  REQUIRE(trying.executor.revert("fault.cut.there"));
  CHECK_FALSE(trying.rig.fake.things.contains("cut"));
}

TEST_CASE("what parts us from its host is refused, and has lapsed by then") {
  Trying trying;
  trying.host.parts_us = true;
  trying.expect_refused("could not be seen from here");
}

TEST_CASE("a host that is reached only after it has lapsed was not reached through it") {
  Trying trying;
  trying.host.reach_takes = 3100ms;
  trying.expect_refused("longer than it was in force");
}

TEST_CASE("what cannot be made to last is waited for until it lapses") {
  Trying trying;
  trying.host.prolongs = false;
  trying.expect_refused("no such table");
}

TEST_CASE("dead at any place of a trial, recovered: the world as it was") {
  bool lived = false;
  int places = 0;
  while (!lived && places < 40) {
    CAPTURE(places);
    CrashRig rig;
    Change change = tried();
    change.trial->begin = {fake_action("make cut ours")};
    change.trial->reach = fake_action("look theirs");
    change.trial->last = {fake_action("set cut ours")};
    lived = rig.process(places++, [&](Executor& executor, Journal&) {
      (void)executor.apply(change);
      (void)executor.revert(change.id);
    });
    CHECK(rig.recover().empty());
    CHECK_FALSE(rig.fake.things.contains("cut"));
    CHECK(rig.fake.things.at("theirs") == "untouched");
  }
  CHECK(lived);
  CHECK(places > 8);
}

}  // namespace
}  // namespace gameday
