// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>

#include "cli/doctor.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "injectors/deadman.hpp"
#include "tests/drills/record/scratch.hpp"
#include "world/perform.hpp"

namespace gameday {
namespace {

Ailment::Weight weight_of(const std::vector<Ailment>& findings, const std::string& name) {
  const auto found = std::ranges::find(findings, name, &Ailment::name);
  return found == findings.end() ? Ailment::Weight::fine : found->weight;
}

TEST_CASE("dead runs that may have left something are found; those that left nothing are not") {
  const Scratch scratch;
  const Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  LivePointer pointer{.run_id = "feed0001",
                      .folder = scratch.path / "lost",
                      .pid = 1,
                      .start_time = 1,
                      .boot_id = boot_id(),
                      .inventory = ""};
  REQUIRE(write_live_pointer(pointer));
  pointer.run_id = "feed0002";
  pointer.folder = scratch.path;
  (void)Journal::create(scratch.path / "journal.jsonl", JournalHead{}).value();
  REQUIRE(write_live_pointer(pointer));
  pointer.run_id = "feed0003";
  pointer.pid = ::getpid();
  pointer.start_time = process_start_time(::getpid());
  REQUIRE(write_live_pointer(pointer));
  const auto findings = examine_leftovers();
  CHECK(weight_of(findings, "run feed0001") == Ailment::Weight::left_over);
  CHECK(weight_of(findings, "run feed0002") == Ailment::Weight::fine);
  CHECK(weight_of(findings, "run feed0003") == Ailment::Weight::note);
}

TEST_CASE("notes on the hosts of an inventory are left over, with what removes them") {
  const Scratch scratch;
  const Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  Inventory inventory;
  inventory.environment = "test";
  Host here;
  here.name = "here";
  here.transport = "local";
  here.scratch = scratch.path;
  inventory.hosts["here"] = here;
  CHECK(exit_status_of(examine_inventory(inventory, "two.toml")) == ExitStatus::met);
  Change change;
  change.id = "fault.x";
  change.summary = "breaks x";
  change.revert = Action{{"here"}, std::chrono::milliseconds{1000}, Exec{{"true"}, {}}};
  plant_note(change, here, "feed0001");
  RealPerformer performer{inventory};
  for (const Action& action : change.plant) REQUIRE(performer.perform(action)->ok);
  const auto findings = examine_inventory(inventory, "two.toml");
  CHECK(weight_of(findings, "fault.x on here") == Ailment::Weight::left_over);
  CHECK(describe(findings).find("recover --from-world --inventory two.toml") != std::string::npos);
}

}  // namespace
}  // namespace gameday
