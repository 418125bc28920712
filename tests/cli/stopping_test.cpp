// SPDX-License-Identifier: Apache-2.0
#include "cli/stopping.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "drills/run/preflight.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

LivePointer of_this_process(const std::filesystem::path& folder) {
  return {.run_id = "0123abcd",
          .folder = folder / "small" / "2026-0123abcd",
          .pid = getpid(),
          .start_time = process_start_time(getpid()),
          .boot_id = boot_id(),
          .inventory = {}};
}

TEST_CASE("a live run is found by its id, its folder's name, or when nothing is named") {
  const Scratch scratch;
  const Variable live("GAMEDAY_LIVE", scratch.path / "live");
  REQUIRE(write_live_pointer(of_this_process(scratch.path)).has_value());
  for (const std::string name : {"", "0123abcd", "small/2026-0123abcd"}) {
    CHECK(live_runs_named(name).size() == 1);
  }
  CHECK(live_runs_named("other").empty());
}

TEST_CASE("a dead run is not one to abort") {
  const Scratch scratch;
  const Variable live("GAMEDAY_LIVE", scratch.path / "live");
  LivePointer dead = of_this_process(scratch.path);
  dead.start_time += 1;
  REQUIRE(write_live_pointer(dead).has_value());
  CHECK(live_runs_named("").empty());
}

TEST_CASE("the word to abort lies in the run's folder, with who said it") {
  const Scratch scratch;
  const LivePointer run = of_this_process(scratch.path);
  std::filesystem::create_directories(run.folder);
  REQUIRE(ask_to_abort(run, "a real incident").has_value());
  std::ifstream file(abort_file(run.folder));
  std::string line;
  std::getline(file, line);
  CHECK(line.starts_with("a real incident ("));
  LivePointer nowhere = run;
  nowhere.folder = scratch.path / "none";
  CHECK_FALSE(ask_to_abort(nowhere, "x").has_value());
}

TEST_CASE("waiting ends when the runs have, or when the time is over") {
  const Scratch scratch;
  LivePointer run = of_this_process(scratch.path);
  CHECK(wait_until_ended({run}, 60ms).size() == 1);
  run.start_time += 1;
  CHECK(wait_until_ended({run}, 10s).empty());
}

}  // namespace
}  // namespace gameday
