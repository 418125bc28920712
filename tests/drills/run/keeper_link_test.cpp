// SPDX-License-Identifier: Apache-2.0
// The keeper that is really started, by the program under test, in a network of its own.
#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/keeper.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/drills/run/apart.hpp"
#include "tests/drills/run/keeper_folder.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// A run's folder with all that a keeper reads.
struct LinkRig {
  LinkRig() {
    put_frozen_inventory(scratch.path);
    inventory = frozen_inventory(scratch.path).value();
  }
  Journal start_journal() const {
    return Journal::create(scratch.path / "journal.jsonl",
                           {.run_id = "0badcafe",
                            .boot_id = boot_id(),
                            .pid = ::getpid(),
                            .start_time = process_start_time(::getpid())})
        .value();
  }

  Scratch scratch;
  Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  Inventory inventory;
};

Action nft(const std::string& command) { return {{"here"}, 5s, Netfilter{{command}}}; }

Change a_table() {
  Change change;
  change.id = "fault.table";
  change.apply = nft("add table inet gameday_0badcafe");
  change.verify = {nft("list table inet gameday_0badcafe"),
                   {.contains = {"gameday_0badcafe {"}},
                   {.status = 1, .contains = {"No such file"}}};
  change.revert = nft("delete table inet gameday_0badcafe");
  return change;
}

bool is_there(Performer& performer) {
  const auto looked = performer.perform(nft("list table inet gameday_0badcafe"));
  return looked && looked->ok;
}

bool within(std::chrono::milliseconds patience, const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

bool has_ended(std::int64_t pid) { return process_start_time(pid) == 0; }

TEST_CASE("what must be held is done by the keeper; let go without a word, it reverts") {
  const LinkRig rig;
  CHECK(in_own_network([&rig] {
          RealPerformer direct{rig.inventory};
          auto journal = std::make_unique<Journal>(rig.start_journal());
          auto link = KeeperLink::start(rig.scratch.path, direct, GAMEDAY_BINARY);
          if (!link) return 1;
          const std::int64_t keeper = (*link)->pid();
          RealClock clock;
          FakePrompt prompt;
          World world{clock, **link, prompt};
          if (!Executor{world, *journal, {}}.apply(a_table())) return 2;
          if (!is_there(direct)) return 3;
          (*link)->beat();
          if (!(*link)->lost().empty()) return 4;
          if (!(*link)->perform({{"here"}, 5s, Exec{{"/usr/bin/true"}}})) return 5;
          link->reset();
          journal.reset();
          if (!within(5s, [&] { return !is_there(direct); })) return 6;
          return within(5s, [&] { return has_ended(keeper); }) ? 0 : 7;
        }) == 0);
}

TEST_CASE("dismissed, it leaves everything as it is") {
  const LinkRig rig;
  CHECK(in_own_network([&rig] {
          RealPerformer direct{rig.inventory};
          Journal journal = rig.start_journal();
          auto link = KeeperLink::start(rig.scratch.path, direct, GAMEDAY_BINARY);
          if (!link) return 1;
          const std::int64_t keeper = (*link)->pid();
          if (!(*link)->perform(a_table().apply)) return 2;
          if (!journal.close()) return 3;
          (*link)->dismiss();
          if (!has_ended(keeper)) return 4;
          return is_there(direct) ? 0 : 5;
        }) == 0);
}

TEST_CASE("a keeper that is killed is missed, and what is left to do is done without it") {
  const LinkRig rig;
  CHECK(in_own_network([&rig] {
          RealPerformer direct{rig.inventory};
          const Journal journal = rig.start_journal();
          auto link = KeeperLink::start(rig.scratch.path, direct, GAMEDAY_BINARY);
          if (!link) return 1;
          if (!(*link)->perform(a_table().apply)) return 2;
          ::kill(static_cast<pid_t>((*link)->pid()), SIGKILL);
          const bool missed = within(5s, [&] {
            (*link)->beat();
            return !(*link)->lost().empty();
          });
          if (!missed) return 3;
          if (!(*link)->perform(*a_table().revert)) return 4;
          return is_there(direct) ? 5 : 0;
        }) == 0);
}

TEST_CASE("who keeps it is written beside it, for recover to end") {
  const LinkRig rig;
  RealPerformer direct{rig.inventory};
  Journal journal = rig.start_journal();
  auto link = KeeperLink::start(rig.scratch.path, direct, GAMEDAY_BINARY);
  REQUIRE_MESSAGE(link, (link ? "" : link.error().text()));
  const auto mark = read_keeper_mark(rig.scratch.path);
  REQUIRE(mark.has_value());
  CHECK(mark->run_id == "0badcafe");
  CHECK(mark->pid == (*link)->pid());
  CHECK(mark->start_time == process_start_time((*link)->pid()));
  REQUIRE(journal.close());
  (*link)->dismiss();
}

TEST_CASE("a keeper that cannot keep says why") {
  const LinkRig rig;
  RealPerformer direct{rig.inventory};
  const auto without_journal = KeeperLink::start(rig.scratch.path, direct, GAMEDAY_BINARY);
  REQUIRE_FALSE(without_journal);
  CHECK(without_journal.error().why.find("journal") != std::string::npos);
  std::filesystem::remove(rig.scratch.path / "inventory.toml");
  CHECK_FALSE(KeeperLink::start(rig.scratch.path, direct, GAMEDAY_BINARY));
}

TEST_CASE("a program that is no keeper is found out, and not left running") {
  const LinkRig rig;
  RealPerformer direct{rig.inventory};
  CHECK_FALSE(KeeperLink::start(rig.scratch.path, direct, rig.scratch.path / "none"));
  CHECK_FALSE(KeeperLink::start(rig.scratch.path, direct, "/usr/bin/true"));
  CHECK_FALSE(KeeperLink::start(rig.scratch.path, direct, "/usr/bin/yes", 50ms));
  siginfo_t info{};
  CHECK(::waitid(P_ALL, 0, &info, WEXITED | WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

}  // namespace
}  // namespace gameday
