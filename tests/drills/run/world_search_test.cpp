// SPDX-License-Identifier: Apache-2.0
#include "drills/run/world_search.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "injectors/deadman.hpp"
#include "tests/fakes/fake_world.hpp"
#include "tests/fakes/scripted_performer.hpp"

namespace gameday {
namespace {

Inventory one_host() {
  Inventory inventory;
  Host host;
  host.name = "app";
  host.transport = "local";
  inventory.hosts["app"] = host;
  return inventory;
}

/// The line that a run's note of this change has on the host.
std::string note_of(const Inventory& inventory, const std::string& run_id, Change change) {
  plant_note(change, inventory.hosts.at("app"), run_id);
  std::string line;
  for (const Action& action : change.plant) {
    for (const Arg& piece : std::get<Exec>(action.what).stdin_text) {
      line += std::get<std::string>(piece);
    }
  }
  return line;
}

TEST_CASE("notes on a host are found with their run, and what takes them away") {
  const Inventory inventory = one_host();
  ScriptedPerformer performer;
  performer.on("find", note_of(inventory, "feed0001", making("fault.x", "x")) +
                           note_of(inventory, "feed0002", making("fault.y", "y")));
  const Leftovers left = search_hosts(performer, inventory);
  CHECK(left.unseen.empty());
  REQUIRE(left.found.size() == 2);
  CHECK(left.found[0].run_id == "feed0001");
  CHECK(left.found[0].host == "there");  // as the note says
  CHECK(left.found[1].change.id == "fault.y");
  CHECK(left.found[1].change.revert.has_value());
}

TEST_CASE("a note in a folder that hosts share is told once, of the host that it speaks of") {
  Inventory inventory = one_host();
  Host other = inventory.hosts.at("app");
  other.name = "there";
  inventory.hosts["there"] = other;
  ScriptedPerformer performer;
  performer.on("find", note_of(inventory, "feed0001", making("fault.x", "x")));
  const Leftovers left = search_hosts(performer, inventory);
  REQUIRE(left.found.size() == 1);
  CHECK(left.found[0].host == "there");
}

TEST_CASE("a host where there never was a note has none; one that does not answer is unseen") {
  ScriptedPerformer performer;
  SUBCASE("never") {
    performer.on("find", {Outcome{false, 1, "", "find: x: No such file or directory", {}}});
    CHECK(search_hosts(performer, one_host()).unseen.empty());
  }
  SUBCASE("no answer") { CHECK(search_hosts(performer, one_host()).unseen.size() == 1); }
  SUBCASE("garbage") {
    performer.on("find", "garbage\n");
    CHECK(search_hosts(performer, one_host()).unseen.size() == 1);
  }
}

TEST_CASE("filters are looked at where regions and zones are filtered, and nowhere else") {
  Inventory inventory = one_host();
  Region zone;
  zone.filtered_at = {"app"};
  ScriptedPerformer performer;
  performer.on("find");
  (void)search_hosts(performer, inventory);
  CHECK(performer.calls().size() == 1);
  inventory.zones["zone"] = zone;
  const Leftovers left = search_hosts(performer, inventory);
  CHECK_FALSE(left.unseen.empty());
  CHECK(std::ranges::all_of(performer.calls(),
                            [](const Action& action) { return action.host.name == "app"; }));
}

}  // namespace
}  // namespace gameday
