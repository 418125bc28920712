// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>

#include "cli/doctor.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "tests/drills/record/scratch.hpp"

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

}  // namespace
}  // namespace gameday
