// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <mutex>

#include "tests/drills/run/crash_rig.hpp"
#include "tests/drills/run/gathering.hpp"

namespace gameday {
namespace {

/// A fake world that may be acted upon from several threads. Deeds of the first change on each host
/// can be made to wait for one another.
class ManyHosts : public Performer {
 public:
  FakeWorld fake;
  std::set<std::string> dark;      ///< hosts that cannot be reached
  Gathering* gathering = nullptr;  ///< for what changes something
  std::vector<std::string> asked;  ///< hosts of the deeds, in order

  [[nodiscard]] Result<Outcome> perform(const Action& action) override {
    const auto& verb = std::get<std::string>(std::get<Exec>(action.what).argv.at(0));
    if (verb != "look" && gathering != nullptr && !gathering->pass()) {
      return fail(ErrorKind::timeout, "carry out", action.host.name, "it was alone");
    }
    const std::lock_guard lock{m_mutex};
    if (verb != "look") asked.push_back(action.host.name);
    if (dark.contains(action.host.name)) {
      return fail(ErrorKind::failed, "run nft", action.host.name, "no route to it");
    }
    return fake.perform(action);
  }

 private:
  std::mutex m_mutex;
};

Change change_on(const std::string& host, const std::string& what) {
  Change change = making("fault.cut." + what + "." + host, what + "-" + host);
  for (Action* action : {&change.apply, &change.verify.look, &*change.revert}) {
    action->host = {host};
  }
  return change;
}

/// Two changes on each host, in order: "v4-h0", "v6-h0", "v4-h1", ...
std::vector<Change> changes_on(std::size_t hosts) {
  std::vector<Change> all;
  for (std::size_t i = 0; i < hosts; ++i) {
    all.push_back(change_on(fmt::format("h{}", i), "v4"));
    all.push_back(change_on(fmt::format("h{}", i), "v6"));
  }
  return all;
}

struct ManyRig {
  CrashRig rig;
  ManyHosts hosts;
  World world{rig.clock, hosts, rig.prompt};
  Journal journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
  std::mutex mutex;
  std::vector<events::ChangeMoved> told;
  Executor executor{world, journal,
                    [this](const auto& moved) {
                      const std::lock_guard lock{mutex};
                      told.push_back(moved);
                    },
                    [this](Duration length) { rig.clock.advance(length); }};

  [[nodiscard]] int at(const std::string& effect) const { return hosts.fake.position(effect); }
};

TEST_CASE("a fault's hosts are changed side by side, each in order, and go back the other way") {
  ManyRig many;
  Gathering onset{k_side_by_side};
  many.hosts.gathering = &onset;
  const auto changes = changes_on(40);
  REQUIRE(many.executor.apply_all(changes));
  CHECK(onset.most() == k_side_by_side);
  Gathering heal{k_side_by_side};
  many.hosts.gathering = &heal;
  CHECK(many.executor.revert_each(changes).empty());
  CHECK(heal.most() == k_side_by_side);
  for (int i = 0; i < 40; ++i) {
    const std::string host = fmt::format("h{}", i);
    CHECK(many.at("make v4-" + host + " ours") < many.at("make v6-" + host + " ours"));
    CHECK(many.at("unmake v6-" + host + " ours") < many.at("unmake v4-" + host + " ours"));
  }
  CHECK(many.hosts.fake.effects.size() == 160);
  CHECK(many.hosts.fake.things.empty());
  for (const JournalEntry& entry : many.journal.content().entries) {
    CHECK(entry.state == ChangeState::reverted);
  }
}

TEST_CASE("one host that fails stops what has not begun, is named, and all the others go back") {
  ManyRig many;
  many.hosts.dark = {"h20"};
  const auto applied = many.executor.apply_all(changes_on(100));
  REQUIRE_FALSE(applied);
  CHECK(applied.error().where == "h20");
  CHECK(applied.error().text().find("of 200 changes") != std::string::npos);
  CHECK(many.hosts.asked.size() < 200);
  CHECK_FALSE(many.hosts.fake.things.contains("v6-h20"));
  many.hosts.dark.clear();
  CHECK(many.executor.revert_all(&Change::on_abort).empty());
  CHECK(many.hosts.fake.things.empty());
}

TEST_CASE("a host that cannot be reached at revert time is stuck alone, until it can") {
  ManyRig many;
  const auto changes = changes_on(30);
  REQUIRE(many.executor.apply_all(changes));
  many.hosts.dark = {"h7"};
  const auto errors = many.executor.revert_each(changes);
  REQUIRE(errors.size() == 2);
  for (const Error& error : errors) CHECK(error.text().find("h7") != std::string::npos);
  CHECK(many.hosts.fake.things.size() == 2);
  CHECK(many.executor.revert_all(&Change::on_death) ==
        std::vector<std::string>{"fault.cut.v6.h7", "fault.cut.v4.h7"});
  many.hosts.dark.clear();
  CHECK(many.executor.revert_all(&Change::on_death).empty());
  CHECK(many.hosts.fake.things.empty());
}

TEST_CASE("between faults, and beside them, the order in which they were made counts") {
  ManyRig many;
  Change table = change_on("h1", "table");
  table.id = "ledger.orders";
  REQUIRE(many.executor.apply(table));
  for (const std::string fault : {"first", "second"}) {
    std::vector<Change> changes;
    for (int i = 0; i < 20; ++i) {
      Change change = change_on(fmt::format("h{}", i), fault);
      change.id = fmt::format("fault.{}.h{}", fault, i);
      changes.push_back(std::move(change));
    }
    REQUIRE(many.executor.apply_all(changes));
  }
  CHECK(many.executor.revert_all(&Change::on_death).empty());
  int first_of_first = 1000;
  int last_of_second = 0;
  for (int i = 0; i < 20; ++i) {
    first_of_first = std::min(first_of_first, many.at(fmt::format("unmake first-h{} ours", i)));
    last_of_second = std::max(last_of_second, many.at(fmt::format("unmake second-h{} ours", i)));
  }
  CHECK(last_of_second < first_of_first);
  CHECK(many.at("unmake table-h1 ours") == 81);
}

TEST_CASE("a run's own tables and lock go back side by side") {
  ManyRig many;
  for (const std::string id : {"guard.lock", "ledger.orders", "ledger.stock"}) {
    Change own = change_on("h-" + id, "own");
    own.id = id;
    REQUIRE(many.executor.apply(own));
  }
  REQUIRE(many.executor.apply(change_on("h1", "v4")));
  Gathering three{3};
  REQUIRE(many.executor.revert("fault.cut.v4.h1"));
  many.hosts.gathering = &three;
  CHECK(many.executor.revert_all(&Change::on_abort).empty());
  CHECK(three.most() == 3);
  CHECK(many.hosts.fake.things.empty());
}

TEST_CASE("dead at any effect while many hosts are changed, all of them go back") {
  // Of several hosts the order is not the same each time, but everything must be undone each time.
  for (int dies_at = 0; dies_at < 60; dies_at += 3) {
    CrashRig rig;
    ManyHosts hosts;
    World world{rig.clock, hosts, rig.prompt};
    std::atomic<int> left = dies_at;
    {
      auto journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
      journal.watch([&left](bool) {
        if (left-- <= 0) throw Died{};
      });
      Executor executor{world, journal, {}};
      CHECK_THROWS_AS((void)executor.apply_all(changes_on(12)), Died);
    }
    auto journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
    Executor executor{world, journal, {}, [&rig](Duration length) { rig.clock.advance(length); }};
    CHECK(executor.revert_all(&Change::on_death).empty());
    CHECK(hosts.fake.things.empty());
  }
}

}  // namespace
}  // namespace gameday
