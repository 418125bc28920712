// SPDX-License-Identifier: Apache-2.0
// The process that reverts what a run has in force if gameday dies; started by a run.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/commands.hpp"
#include "cli/run_world.hpp"
#include "drills/run/keeper.hpp"

namespace gameday {
namespace {

Act set_up(CLI::App& app) {
  auto folder = std::make_shared<std::string>();
  app.add_option("FOLDER", *folder, "the run's folder")->required();
  return [folder] {
    return static_cast<ExitStatus>(keeper_main(*folder, k_keeper_socket, lab_runs_no_more));
  };
}

}  // namespace

const CliCommand k_command_keeper{"keeper", "keeps a run; not for people", true, set_up};

}  // namespace gameday
