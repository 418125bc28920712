// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <fstream>

#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/drills/run/keeper_folder.hpp"

namespace gameday {

/// A run on this machine that died with a file of its in place, which is all that it changed.
struct DeadRun {
  DeadRun() {
    std::filesystem::create_directory(folder);
    put_frozen_inventory(folder);
    REQUIRE(write_live_pointer(pointer));
    std::ofstream{file} << "ours\n";
  }

  /// A change that made the file.
  [[nodiscard]] Change change() const {
    const auto run = [](std::vector<std::string> argv) {
      return Action{{"here"}, std::chrono::seconds{5}, Exec{{argv.begin(), argv.end()}, {}}};
    };
    Change made;
    made.id = "fault.file";
    made.summary = "puts a file in the way";
    made.apply = run({"touch", file});
    made.verify = {run({"cat", file}),
                   {.status = 0, .contains = {"ours"}},
                   {.status = 1, .contains = {"No such file"}}};
    made.revert = run({"rm", "-f", file});
    return made;
  }
  [[nodiscard]] Journal start_journal() const {
    return Journal::create(folder / "journal.jsonl",
                           {.run_id = pointer.run_id, .boot_id = pointer.boot_id})
        .value();
  }
  void leave_file(Change made) const {
    Journal journal = start_journal();
    REQUIRE(journal.write(made, ChangeState::intended));
    REQUIRE(journal.write(made, ChangeState::applied));
  }

  Scratch scratch;
  Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  std::filesystem::path folder = scratch.path / "run";
  std::string file = scratch.path / "in-the-way";
  LivePointer pointer{.run_id = "feedbeef",
                      .folder = folder,
                      .pid = 1,
                      .start_time = 1,
                      .boot_id = boot_id(),
                      .inventory = ""};
};

}  // namespace gameday
