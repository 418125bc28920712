// SPDX-License-Identifier: Apache-2.0
#include "drills/run/runner.hpp"

#include <doctest/doctest.h>

#include "drills/record/run_directory.hpp"
#include "tests/drills/run/runner_rig.hpp"

namespace gameday {
namespace {

TEST_CASE("a refused run leaves a closed journal, a record, and no pointer") {
  RunnerRig rig;
  RunSetup setup = rig.setup();
  setup.plan.definition.inventory.lab.reset();
  const auto result = run_drill(std::move(setup));
  REQUIRE(result.has_value());
  CHECK(result->refused);
  CHECK(result->reasons.size() == 1);
  CHECK(live_pointers().empty());
  const auto journal = read_journal(result->folder / "journal.jsonl");
  REQUIRE(journal.has_value());
  CHECK(journal->closed);
  CHECK(journal->entries.empty());
  CHECK(std::filesystem::file_size(result->folder / "timeline.jsonl") > 0);
  CHECK(rig.was_told<events::Started>());
  CHECK(rig.was_told<events::Finished>());
}

TEST_CASE("a home that cannot be written to begins no run") {
  RunnerRig rig;
  RunSetup setup = rig.setup();
  setup.home = "/proc/nowhere";
  CHECK_FALSE(run_drill(std::move(setup)).has_value());
}

}  // namespace
}  // namespace gameday
