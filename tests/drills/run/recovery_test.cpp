// SPDX-License-Identifier: Apache-2.0
#include "drills/run/recovery.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "drills/run/keeper.hpp"
#include "tests/drills/run/crash_rig.hpp"
#include "tests/drills/run/stand_in.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// A dead run of a lab, with its pointer, its journal and an inventory.
struct RecoveryRig : CrashRig {
  RecoveryRig() {
    std::filesystem::remove(file);
    head.pid = 1;
    head.start_time = 1;
    head.lab = "lab";
    head.lab_identity = "it";
    (void)Journal::create(file, head).value();
    inventory.lab = "lab";
    inventory.hosts["there"] = {
        .name = "there", .region = "", .role = "", .transport = "lab", .address = ""};
    pointer = {.run_id = head.run_id,
               .folder = scratch.path,
               .pid = 1,
               .start_time = 1,
               .boot_id = boot_id(),
               .inventory = ""};
    REQUIRE(write_live_pointer(pointer));
  }
  Result<Recovery> recover_now() {
    return recover_run(world, pointer, inventory,
                       [this](std::string_view name, std::string_view identity) {
                         return name != "lab" || identity != lab_now;
                       });
  }

  Scratch pointers;
  Variable live{"GAMEDAY_LIVE", pointers.path.string()};
  Inventory inventory;
  LivePointer pointer;
  std::string lab_now = "it";
};

void apply_two(Executor& executor, Journal&) {
  REQUIRE(executor.apply(making("ledger.orders", "table")));
  REQUIRE(executor.apply(a_cut()));
}

TEST_CASE("what a dead run left is reverted, told, closed, and forgotten") {
  RecoveryRig rig;
  rig.process(-1, apply_two);
  CHECK(may_have_left_something(rig.pointer));
  const Recovery done = rig.recover_now().value();
  CHECK(done.reverted == std::vector<std::string>{"ledger.orders", "fault.cut.router"});
  CHECK(done.stuck.empty());
  CHECK(done.held.empty());
  CHECK(rig.content().closed);
  CHECK(live_pointers().empty());
  const Recovery again = rig.recover_now().value();
  CHECK(again.reverted.empty());
  CHECK(again.stuck.empty());
}

TEST_CASE("what the failover did is held, told, and keeps the pointer, until it is seen gone") {
  RecoveryRig rig;
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
    REQUIRE(executor.apply(a_promotion()));
  });
  Recovery done = rig.recover_now().value();
  CHECK(done.fenced_now);
  CHECK_FALSE(done.not_fenced);
  CHECK(done.reverted == std::vector<std::string>{"fault.cut.router"});
  CHECK(done.held.size() == 2);
  CHECK(live_pointers().size() == 1);
  CHECK_FALSE(may_have_left_something(rig.pointer));
  rig.fake.things.erase("primary-b");
  rig.fake.things.erase("fence");
  done = rig.recover_now().value();
  CHECK(done.held.empty());
  CHECK(live_pointers().empty());
}

TEST_CASE("a fence that fails: nothing is lifted, and it is said loudest") {
  RecoveryRig rig;
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
  });
  rig.fake.broken.insert("make fence ours");
  const Recovery done = rig.recover_now().value();
  CHECK(done.not_fenced);
  REQUIRE(done.stuck.size() == 2);
  CHECK(done.stuck[0].find("NOT FENCED") != std::string::npos);
  CHECK(rig.fake.things.contains("cut"));
  CHECK_FALSE(rig.content().closed);
  CHECK(live_pointers().size() == 1);
}

TEST_CASE("the kernel has lifted it with nobody alive: the fence is still carried out") {
  RecoveryRig rig;
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
  });
  rig.fake.things.erase("cut");
  CHECK(rig.recover_now().value().fenced_now);
  CHECK(rig.fake.things.contains("fence"));
}

TEST_CASE("a lab that is gone takes all that was changed in it along") {
  for (const char* now : {"", "another"}) {
    RecoveryRig rig;
    rig.process(-1, [](Executor& executor, Journal& journal) {
      REQUIRE(journal.write_fence(a_fence()));
      apply_two(executor, journal);
      REQUIRE(journal.write_point_of_no_return("promote-b"));
      REQUIRE(executor.apply(a_promotion()));
    });
    const auto effects = rig.fake.effects;
    rig.lab_now = now;
    const Recovery done = rig.recover_now().value();
    CHECK(done.stuck.empty());
    CHECK(done.held.empty());
    CHECK(done.reverted.size() == 3);
    CHECK(done.notes.size() == 1);
    CHECK(rig.fake.effects == effects);
    CHECK(live_pointers().empty());
  }
}

TEST_CASE("what lay outside the lab that is gone is reverted like any other") {
  RecoveryRig rig;
  rig.inventory.hosts["there"].transport = "local";
  rig.process(-1, apply_two);
  rig.lab_now = "";
  CHECK(rig.recover_now().value().stuck.empty());
  CHECK_FALSE(rig.fake.things.contains("cut"));
}

TEST_CASE("after another boot what is gone is only seen to be gone") {
  RecoveryRig rig;
  rig.process(-1, apply_two);
  rig.pointer.boot_id = "an earlier one";
  rig.fake.things.erase("cut");
  const auto effects = rig.fake.effects.size();
  CHECK(rig.recover_now().value().reverted.size() == 2);
  CHECK(rig.fake.effects.size() == effects + 1);
}

TEST_CASE("a run that lives is refused, and told how to end it") {
  RecoveryRig rig;
  rig.pointer.pid = ::getpid();
  rig.pointer.start_time = process_start_time(::getpid());
  const auto refused = rig.recover_now();
  CHECK(refused.error().kind == ErrorKind::refused);
  CHECK(refused.error().next.find("gameday abort 0badcafe") != std::string::npos);
}

TEST_CASE("a keeper that still reverts is waited for") {
  RecoveryRig rig;
  rig.process(-1, apply_two);
  const StandIn keeper;
  REQUIRE(
      write_keeper_mark(rig.scratch.path, {rig.head.run_id, keeper.pid(), keeper.start_time()}));
  keeper.hold(rig.file);
  std::thread waits{[&] { CHECK(take_journal(rig.pointer, 10s).has_value()); }};
  ::kill(keeper.pid(), SIGKILL);
  waits.join();
}

TEST_CASE("a keeper that does not come to an end is ended, and nobody else") {
  RecoveryRig rig;
  const StandIn keeper;
  keeper.hold(rig.file);
  REQUIRE(write_keeper_mark(rig.scratch.path, {"another run", keeper.pid(), keeper.start_time()}));
  CHECK(end_keeper(rig.scratch.path, rig.head.run_id));
  CHECK(keeper.lives());
  REQUIRE(write_keeper_mark(rig.scratch.path,
                            {rig.head.run_id, keeper.pid(), keeper.start_time() + 1}));
  CHECK(end_keeper(rig.scratch.path, rig.head.run_id));
  CHECK(keeper.lives());
  REQUIRE(
      write_keeper_mark(rig.scratch.path, {rig.head.run_id, keeper.pid(), keeper.start_time()}));
  CHECK(take_journal(rig.pointer, 20ms).has_value());
  CHECK_FALSE(keeper.lives());
}

TEST_CASE("without its folder a run is recovered from the world, and says so") {
  RecoveryRig rig;
  std::filesystem::remove_all(rig.scratch.path);
  const auto lost = rig.recover_now();
  CHECK(lost.error().kind == ErrorKind::absent);
  CHECK(lost.error().next.find("--from-world") != std::string::npos);
  CHECK(may_have_left_something(rig.pointer));
  CHECK(live_pointers().size() == 1);
}

TEST_CASE("one change by name, held or changed by someone else") {
  RecoveryRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(held(setting("step.shift-traffic", "traffic", "b"))));
    REQUIRE(executor.apply(setting("fault.sync", "sync", "during")));
  });
  rig.fake.things["sync"] = "somebody";
  CHECK(rig.recover_now().value().stuck.size() == 1);
  CHECK(rig.fake.things.at("sync") == "somebody");
  CHECK(force_back(rig.world, rig.pointer, "fault.sync"));
  CHECK(rig.fake.things.at("sync") == "before");
  CHECK(force_back(rig.world, rig.pointer, "step.shift-traffic"));
  CHECK(rig.fake.things.at("traffic") == "a");
  CHECK(force_back(rig.world, rig.pointer, "no such").error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace gameday
