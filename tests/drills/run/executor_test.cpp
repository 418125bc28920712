// SPDX-License-Identifier: Apache-2.0
#include "drills/run/executor.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/drills/run/crash_rig.hpp"

namespace gameday {
namespace {

using Work = std::function<void(Executor&, Journal&)>;

TEST_CASE("a change goes through its states, each told with the time of its deed") {
  CrashRig rig;
  std::vector<events::ChangeMoved> told;
  auto journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
  Executor executor{rig.world, journal, [&](const auto& moved) { told.push_back(moved); }};
  REQUIRE(executor.apply(making("x", "thing")));
  CHECK(rig.fake.things.at("thing") == "ours");
  REQUIRE(executor.revert("x"));
  CHECK_FALSE(rig.fake.things.contains("thing"));
  REQUIRE(executor.revert("x"));
  using enum ChangeState;
  const std::vector<ChangeState> expected{intended, applied, verified, reverting, reverted};
  REQUIRE(told.size() == expected.size());
  for (std::size_t at = 0; at < expected.size(); ++at) {
    CHECK(told[at].state == expected[at]);
    CHECK(told[at].began <= told[at].ended);
  }
}

/// Each look runs into its deadline; everything else is as the fake world does it.
class BlindWorld : public Performer {
 public:
  BlindWorld(FakeWorld& fake, ShiftedClock& clock) : m_fake(fake), m_clock(clock) {}
  [[nodiscard]] Result<Outcome> perform(const Action& action) override {
    if (describe(action).find("look") == std::string::npos) return m_fake.perform(action);
    ++looks;
    m_clock.advance(action.deadline);
    return fail(ErrorKind::timeout, "look", "there", "its deadline passed");
  }
  int looks = 0;

 private:
  FakeWorld& m_fake;
  ShiftedClock& m_clock;
};

TEST_CASE("a look that hangs is not repeated as often as one that answers") {
  CrashRig rig;
  BlindWorld blind{rig.fake, rig.clock};
  World world{rig.clock, blind, rig.prompt};
  auto journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
  Executor executor{world, journal, {}, [&](Duration length) { rig.clock.advance(length); }};
  const Instant before = rig.clock.now();
  CHECK_FALSE(executor.apply(making("x", "thing")));
  CHECK(blind.looks == 1);
  CHECK(rig.clock.now() - before < std::chrono::seconds{5});
}

TEST_CASE("what was captured is put into the undo that is journalled") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(setting("x", "sync", "during")));
  });
  const JournalContent content = rig.content();
  const auto& argv = std::get<Exec>(content.entries.at(0).change.revert->what).argv;
  CHECK(argv == std::vector<Arg>{"set", "sync", "before"});
  CHECK(content.entries.at(0).change.verify.gone.cells.at(0).is == Arg{"before"});
  CHECK(rig.recover().empty());
  CHECK(rig.fake.things.at("sync") == "before");
}

TEST_CASE("a capture that fails changes nothing and leaves no record") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    CHECK_FALSE(executor.apply(setting("x", "missing", "during")));
  });
  CHECK(rig.fake.effects.empty());
  CHECK(rig.content().entries.empty());
}

TEST_CASE("applied a second time, what was captured first still goes back") {
  CrashRig rig;
  rig.fake.unanswered.insert("set sync during");
  rig.process(-1, [&](Executor& executor, Journal&) {
    CHECK_FALSE(executor.apply(setting("x", "sync", "during")));
    rig.fake.unanswered.clear();
    CHECK(executor.apply(setting("x", "sync", "during")));
  });
  CHECK(rig.recover().empty());
  CHECK(rig.fake.things.at("sync") == "before");
}

/// A world in which what was made shows only after some looks.
class SlowToShow : public Performer {
 public:
  SlowToShow(Performer& world, int looks) : m_world{world}, m_looks{looks} {}
  Result<Outcome> perform(const Action& action) override {
    const auto& argv = std::get<Exec>(action.what).argv;
    if (argv.front() == Arg{"look"} && m_looks-- > 0) return Outcome{false, 1, "", "no thing", {}};
    return m_world.perform(action);
  }

 private:
  Performer& m_world;
  int m_looks;
};

TEST_CASE("what takes a moment to show is waited for, within a second") {
  for (const auto& [looks, shows] :
       {std::pair{0, true}, std::pair{39, true}, std::pair{40, false}}) {
    CrashRig rig;
    SlowToShow slow{rig.fake, looks};
    World world{rig.clock, slow, rig.prompt};
    auto journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
    Duration waited{};
    Executor executor{world, journal, {}, [&](Duration length) { waited += length; }};
    CHECK(executor.apply(making("x", "thing")).has_value() == shows);
    CHECK(waited <= std::chrono::seconds{1});
  }
}

TEST_CASE("what undoes a change without us is planted before it, and goes after it") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(planted(making("x", "thing"), "x")));
    REQUIRE(executor.revert("x"));
  });
  CHECK(rig.fake.effects == std::vector<std::string>{"make note-x ours", "make timer-x ours",
                                                     "make thing ours", "unmake thing ours",
                                                     "unmake timer-x ours", "unmake note-x ours"});
}

TEST_CASE("where the undo cannot be planted nothing is changed, and what was planted goes") {
  CrashRig rig;
  rig.fake.broken.insert("make timer-x ours");
  rig.process(-1, [](Executor& executor, Journal&) {
    const auto applied = executor.apply(planted(making("x", "thing"), "x"));
    REQUIRE_FALSE(applied);
    CHECK(applied.error().text().find("plant") != std::string::npos);
  });
  CHECK(rig.fake.position("make thing ours") < 0);
  CHECK(rig.recover().empty());
  CHECK_FALSE(rig.fake.things.contains("note-x"));
}

TEST_CASE("a timer that cannot be taken away leaves the change stuck, until it can") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(planted(making("x", "thing"), "x")));
  });
  rig.fake.broken.insert("unmake timer-x ours");
  CHECK(rig.recover() == std::vector<std::string>{"x"});
  CHECK(rig.state_of("x") == ChangeState::stuck);
  rig.fake.broken.clear();
  CHECK(rig.recover().empty());
  CHECK(rig.state_of("x") == ChangeState::reverted);
  CHECK_FALSE(rig.fake.things.contains("timer-x"));
}

TEST_CASE("an apply that fails, hangs, or takes effect unseen is on record as intended") {
  for (auto FakeWorld::* how : {&FakeWorld::broken, &FakeWorld::hanging, &FakeWorld::unanswered}) {
    CrashRig rig;
    (rig.fake.*how).insert("make thing ours");
    rig.process(-1, [](Executor& executor, Journal&) {
      CHECK_FALSE(executor.apply(making("x", "thing")));
    });
    CHECK(rig.state_of("x") == ChangeState::intended);
    CHECK(rig.recover().empty());
    CHECK(rig.state_of("x") == ChangeState::reverted);
    CHECK_FALSE(rig.fake.things.contains("thing"));
  }
}

TEST_CASE("what is not seen in force is an error, and is still reverted") {
  CrashRig rig;
  Change change = making("x", "thing");
  change.verify.look = fake_action("look elsewhere");
  rig.process(-1, [&](Executor& executor, Journal&) { CHECK_FALSE(executor.apply(change)); });
  CHECK(rig.state_of("x") == ChangeState::applied);
}

TEST_CASE("somebody else's value is never overwritten, except by name and force") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(setting("x", "sync", "during")));
  });
  rig.fake.things["sync"] = "somebody";
  CHECK(rig.recover() == std::vector<std::string>{"x"});
  CHECK(rig.fake.things.at("sync") == "somebody");
  CHECK(rig.state_of("x") == ChangeState::stuck);
  const std::string why = rig.content().entries.at(0).error;
  CHECK(why.find("changed by someone else") != std::string::npos);
  CHECK(why.find("somebody") != std::string::npos);
  CHECK(why.find("during") != std::string::npos);
  CHECK(why.find("before") != std::string::npos);
  rig.process(-1, [](Executor& executor, Journal&) { CHECK(executor.revert("x", true)); });
  CHECK(rig.fake.things.at("sync") == "before");
  CHECK(rig.state_of("x") == ChangeState::reverted);
}

TEST_CASE("what cannot be looked at is not set blindly, but what is tagged as ours is removed") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(setting("x", "sync", "during")));
    REQUIRE(executor.apply(making("y", "thing")));
  });
  rig.fake.hanging = {"look sync", "look thing"};
  CHECK(rig.recover() == std::vector<std::string>{"y", "x"});
  CHECK(rig.fake.things.at("sync") == "during");
  CHECK_FALSE(rig.fake.things.contains("thing"));
  CHECK(rig.state_of("y") == ChangeState::stuck);
  rig.fake.hanging.clear();
  CHECK(rig.recover().empty());
  CHECK(rig.fake.things.at("sync") == "before");
}

TEST_CASE("a revert is believed only when it is seen; one that fails does not stop the others") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(making("first", "one")));
    REQUIRE(executor.apply(making("second", "two")));
    REQUIRE(executor.apply(making("third", "three")));
  });
  rig.fake.broken.insert("unmake two ours");
  CHECK(rig.recover() == std::vector<std::string>{"second"});
  CHECK(rig.fake.effects.back() == "unmake one ours");
  CHECK(rig.fake.position("unmake three ours") < rig.fake.position("unmake one ours"));
  CHECK(rig.state_of("second") == ChangeState::stuck);
  rig.fake.broken.clear();
  CHECK(rig.recover().empty());
}

TEST_CASE("what is held stays, and goes back only by name where it has an undo") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(held(setting("traffic", "traffic", "b"))));
    REQUIRE(executor.apply(a_promotion()));
  });
  CHECK(rig.recover().empty());
  CHECK(rig.fake.things.at("traffic") == "b");
  CHECK(rig.state_of("traffic") == ChangeState::verified);
  rig.process(-1, [](Executor& executor, Journal&) {
    CHECK(executor.revert("traffic"));
    CHECK(executor.revert("step.promote-b").error().kind == ErrorKind::refused);
    CHECK(executor.revert("unheard of").error().kind == ErrorKind::absent);
  });
  CHECK(rig.fake.things.at("traffic") == "a");
}

TEST_CASE("an abort takes everything back before the point of no return, and not after it") {
  for (const bool passed : {false, true}) {
    CrashRig rig;
    rig.process(-1, [&](Executor& executor, Journal& journal) {
      REQUIRE(executor.apply(held(setting("traffic", "traffic", "b"))));
      if (passed) REQUIRE(journal.write_point_of_no_return("promote-b"));
      CHECK(executor.revert_all(&Change::on_abort).empty());
    });
    CHECK(rig.fake.things.at("traffic") == (passed ? "b" : "a"));
  }
}

TEST_CASE("past the point of no return nothing that keeps the old primary away goes unfenced") {
  CrashRig rig;
  rig.fake.broken.insert("make fence ours");
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(executor.apply(making("ledger.orders", "table")));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
    CHECK_FALSE(executor.fence(a_fence()));
    CHECK(executor.revert("fault.cut.router").error().kind == ErrorKind::refused);
  });
  CHECK(rig.recover() == std::vector<std::string>{"fault.cut.router"});
  CHECK(rig.fake.things.contains("cut"));
  CHECK_FALSE(rig.fake.things.contains("table"));
  CHECK(rig.content().find("fault.cut.router")->error.find("NOT FENCED") != std::string::npos);
  rig.fake.broken.clear();
  CHECK(rig.recover().empty());
  CHECK(rig.content().fenced);
  CHECK(rig.fake.position("make fence ours") < rig.fake.position("unmake cut ours"));
}

TEST_CASE("by name and force a fault goes even unfenced") {
  CrashRig rig;
  rig.fake.broken.insert("make fence ours");
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
    CHECK(executor.revert("fault.cut.router", true));
  });
  CHECK_FALSE(rig.fake.things.contains("cut"));
}

TEST_CASE("a fence that holds already is only noted") {
  CrashRig rig;
  rig.fake.things["fence"] = "ours";
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
    CHECK(executor.fence(a_fence()));
  });
  CHECK(rig.fake.effects.empty());
  CHECK(rig.content().fenced);
}

TEST_CASE("what a dead process had started may land late, and is waited for") {
  CrashRig rig;
  rig.fake.slow.insert("make thing ours");
  CHECK_FALSE(rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(making("other", "another")));
    (void)executor.apply(making("x", "thing"));
  }));
  rig.fake.slow.clear();
  CHECK_FALSE(rig.fake.things.contains("thing"));
  const Duration before = rig.clock.boottime();
  CHECK(rig.recover().empty());
  // It was reverted soon after it came, not when it could not come any more.
  CHECK(rig.clock.boottime() - before < std::chrono::seconds{1});
  CHECK(rig.fake.position("make thing ours") >= 0);
  CHECK_FALSE(rig.fake.things.contains("thing"));
  CHECK_FALSE(rig.fake.things.contains("another"));
  CHECK(rig.fake.position("unmake another ours") < rig.fake.position("make thing ours"));
}

TEST_CASE("what an earlier boot intended is not waited for") {
  CrashRig rig;
  std::filesystem::remove(rig.file);
  rig.head.boot_id = "an earlier one";
  (void)Journal::create(rig.file, rig.head).value();
  rig.fake.slow.insert("make thing ours");
  rig.process(-1, [](Executor& executor, Journal&) { (void)executor.apply(making("x", "thing")); });
  CHECK(rig.recover().empty());
  CHECK(rig.fake.position("make thing ours") < 0);
}

}  // namespace
}  // namespace gameday
