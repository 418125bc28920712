// SPDX-License-Identifier: Apache-2.0
// Prints the version.
#include <fmt/format.h>

#include "cli/commands.hpp"

namespace gameday {
namespace {

ExitStatus print_version() {
  fmt::print("gameday {}\n", GAMEDAY_VERSION);
  return ExitStatus::met;
}

Act set_up(CLI::App&) { return print_version; }

}  // namespace

const CliCommand k_command_version{"version", "print the version", false, set_up};

}  // namespace gameday
