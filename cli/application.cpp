// SPDX-License-Identifier: Apache-2.0
#include "cli/application.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <fmt/format.h>
#include <utility>

#include "cli/commands.hpp"
#include "cli/run_views.hpp"

namespace gameday {
namespace {

/// These tell of dead runs themselves; what is not for people tells nothing.
bool warns_first(const CliCommand& command) {
  return !command.hidden && command.name != "status" && command.name != "recover" &&
         command.name != "doctor" && command.name != "version";
}

/// Adds every command of the list; the chosen one leaves what it does in `chosen`.
void add_commands(CLI::App& app, Act& chosen) {
  for (const CliCommand* command : cli_commands()) {
    CLI::App* sub = app.add_subcommand(std::string{command->name}, std::string{command->summary});
    if (command->hidden) sub->group("");
    Act act = command->set_up(*sub);
    sub->final_callback([&chosen, act = std::move(act), warns = warns_first(*command)] {
      chosen = [act, warns] {
        if (warns) warn_of_dead_runs();
        return act();
      };
    });
  }
}

}  // namespace

int run_application(int argc, char** argv) {
  CLI::App app{"Rehearse the loss of a region, and know the truth about the recovery.", "gameday"};
  app.set_version_flag("--version", "gameday " GAMEDAY_VERSION);
  app.require_subcommand(1);
  Act chosen;
  add_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : static_cast<int>(ExitStatus::bad_input);
  }
  try {
    return static_cast<int>(chosen());
  } catch (const std::exception& error) {
    fmt::print(stderr, "gameday: internal error: {}\n", error.what());
    return static_cast<int>(ExitStatus::internal);
  }
}

}  // namespace gameday
