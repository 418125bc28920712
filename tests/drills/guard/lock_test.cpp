// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/lock.hpp"

#include <doctest/doctest.h>

#include "injectors/deadman.hpp"
#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;
using samples::tuesday;

LockHolder ann() {
  return {.run_id = "1a2b3c4d", .by = "ann on /dev/pts/1", .since = tuesday(), .lasts = 20min};
}

/// What the list shows of these holders' locks.
Result<Outcome> listed(const std::vector<LockHolder>& holders) {
  std::string lines;
  for (const LockHolder& holder : holders) lines += to_line(holder);
  return Outcome{true, 0, lines, "", {}};
}

TEST_CASE("a lock is of an inventory, not of a target") {
  Inventory inventory = samples::plan().definition.inventory;
  CHECK(lock_name(inventory) == "lab.default");
  inventory.lab.reset();
  inventory.environment = "staging eu";
  inventory.file = "/home/ann/drills/shop.toml";
  CHECK(lock_name(inventory) == "staging_eu.shop");
  inventory.file = "../shop.toml";
  CHECK(lock_name(inventory) == "staging_eu.shop");
  CHECK(lock_host(inventory)->name == "router");
  inventory.regions.at("region-a").filtered_at.clear();
  CHECK(lock_host(inventory) == nullptr);
  inventory.lock_host = "db-b";
  CHECK(lock_host(inventory)->name == "db-b");
}

TEST_CASE("somebody else's lock holds everybody up until it has run out; one's own does not") {
  CHECK(find_foreign_lock(listed({ann()}), "00000001", tuesday() + 1min) ==
        "run 1a2b3c4d of ann on /dev/pts/1, since 2026-11-24T10:00:00Z until "
        "2026-11-24T10:20:00Z");
  CHECK(find_foreign_lock(listed({ann()}), "00000001", tuesday() + 20min).empty());
  CHECK(find_foreign_lock(listed({ann()}), "1a2b3c4d", tuesday() + 1min).empty());
  CHECK(find_foreign_lock(listed({}), "00000001", tuesday()).empty());
  LockHolder old = ann();
  old.lasts = 1s;
  CHECK_FALSE(find_foreign_lock(listed({old, ann()}), "00000001", tuesday() + 1min).empty());
}

TEST_CASE("where there never was a lock the way is free; where nobody can look it is not") {
  const Outcome none{false, 1, "", "find: '/run/gameday': No such file or directory", {}};
  CHECK(find_foreign_lock(none, "00000001", tuesday()).empty());
  const Outcome denied{false, 1, "", "find: '/run/gameday': Permission denied", {}};
  CHECK_FALSE(find_foreign_lock(denied, "00000001", tuesday()).empty());
  CHECK_FALSE(
      find_foreign_lock(fail(ErrorKind::timeout, "look", "router", "late"), "00000001", tuesday())
          .empty());
  CHECK_FALSE(
      find_foreign_lock(Outcome{true, 0, "gibberish\n", "", {}}, "00000001", tuesday()).empty());
}

TEST_CASE("what lays a lock says the same as the line, expires, and can be found again") {
  const Plan plan = samples::plan();
  const Host& router = *lock_host(plan.definition.inventory);
  const LockHolder holder = holder_of(plan, "ann\nmallory", tuesday());
  CHECK(holder.lasts > plan.blast_radius.longest);
  const Change change = lay_lock(plan.definition.inventory, router, holder);
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(change.on_death == Fate::revert);
  CHECK(change.on_abort == Fate::revert);
  REQUIRE(change.expires_after);
  const Change made = resolve(change, nullptr, tuesday()).value();
  std::string line;
  for (const Arg& piece : std::get<Exec>(made.apply.what).stdin_text) {
    line += std::get<std::string>(piece);
  }
  CHECK(line == to_line(holder));
  CHECK(describe_lock(line)->find("of ann mallory,") != std::string::npos);
  CHECK(read_seen(change.verify, Outcome{true, 0, line, "", {}}) == Seen::in_force);
  CHECK(read_seen(change.verify, Outcome{false, 1, "", "cat: x: No such file or directory", {}}) ==
        Seen::gone);
  CHECK(std::ranges::any_of(change.plant, [](const Action& action) {
    return describe(action).find("guard.lock.json") != std::string::npos;
  }));
}

TEST_CASE("a line of somebody else's is none of ours") {
  CHECK_FALSE(describe_lock("gameday lock run=1"));
  CHECK_FALSE(describe_lock(""));
}

}  // namespace
}  // namespace gameday
