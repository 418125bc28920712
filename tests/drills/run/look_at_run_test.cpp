// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/run/recovery.hpp"
#include "tests/drills/run/crash_rig.hpp"

namespace gameday {
namespace {

const LivePointer k_pointer{.run_id = "0badcafe", .folder = {}, .boot_id = {}, .inventory = {}};

std::vector<StatusRow> rows_of(CrashRig& rig) {
  return look_at_run(rig.world, k_pointer, rig.content());
}

TEST_CASE("every change that is not reverted is looked at in the world") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(making("ledger.orders", "table")));
    REQUIRE(executor.apply(held(setting("step.shift-traffic", "traffic", "b"))));
    REQUIRE(executor.apply(making("other", "thing")));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(executor.revert("other"));
  });
  rig.fake.things.erase("table");
  const auto rows = rows_of(rig);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].change == "fault.cut.router");
  CHECK(rows[0].is_left_over());
  CHECK(rows[0].run == "0badcafe");
  CHECK(rows[0].host == "there");
  CHECK(rows[0].state == "in_force");
  CHECK(rows[0].journal == "verified");
  CHECK(rows[1].change == "ledger.orders");
  CHECK(rows[1].state == "gone");
  CHECK_FALSE(rows[1].is_left_over());
  CHECK(rows[1].deadline.empty());
  CHECK(rows[2].on_death == "hold");
  CHECK_FALSE(rows[2].is_left_over());
}

TEST_CASE("until when resolvers may give the old answer is told with a change of records") {
  CrashRig rig;
  Change change = held(setting("step.shift-traffic", "traffic", "b"));
  change.revert->what = Exec{{"set"}, {std::string{R"(,"ttl":)"}, std::string{"20"}}};
  rig.process(-1, [&](Executor& executor, Journal&) { REQUIRE(executor.apply(change)); });
  const auto rows = rows_of(rig);
  REQUIRE(rows.size() == 1);
  const std::string until = format_utc(parse_utc(rows[0].since).value() + std::chrono::seconds{20});
  CHECK(rows[0].note.find("until " + until) != std::string::npos);
}

TEST_CASE("when the world lifts it by itself is told in UTC") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) { REQUIRE(executor.apply(a_cut())); });
  const WallTime deadline = parse_utc(rows_of(rig).at(0).deadline).value();
  const Duration left = deadline - rig.clock.wall();
  CHECK(left > std::chrono::seconds{10});
  CHECK(left <= std::chrono::seconds{18});
}

TEST_CASE("of another boot no deadline is known") {
  CrashRig rig;
  std::filesystem::remove(rig.file);
  rig.head.boot_id = "an earlier one";
  (void)Journal::create(rig.file, rig.head).value();
  rig.process(-1, [](Executor& executor, Journal&) { REQUIRE(executor.apply(a_cut())); });
  CHECK(rows_of(rig).at(0).deadline.empty());
}

TEST_CASE("what somebody else has changed, and what cannot be seen, is said with what it shows") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal&) {
    REQUIRE(executor.apply(setting("fault.sync", "sync", "during")));
    REQUIRE(executor.apply(a_cut()));
  });
  rig.fake.things["sync"] = "somebody";
  rig.fake.hanging.insert("look cut");
  const auto rows = rows_of(rig);
  CHECK(rows[0].state == "foreign");
  CHECK(rows[0].note.find("changed by someone else") != std::string::npos);
  CHECK(rows[0].note.find("somebody") != std::string::npos);
  CHECK(rows[1].state == "unclear");
  CHECK(rows[1].is_left_over());
}

TEST_CASE("past the point of no return, NOT FENCED is told of the fence and of what waits for it") {
  CrashRig rig;
  rig.process(-1, [](Executor& executor, Journal& journal) {
    REQUIRE(journal.write_fence(a_fence()));
    REQUIRE(executor.apply(a_cut()));
    REQUIRE(journal.write_point_of_no_return("promote-b"));
  });
  auto rows = rows_of(rig);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].note.starts_with("NOT FENCED"));
  CHECK(rows[1].change == "step.stop-old-primary");
  CHECK(rows[1].note.starts_with("NOT FENCED"));
  rig.fake.things["fence"] = "ours";
  CHECK(rows_of(rig).at(1).note == "fenced");
}

}  // namespace
}  // namespace gameday
