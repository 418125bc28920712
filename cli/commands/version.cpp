// SPDX-License-Identifier: Apache-2.0
// Prints the version.
#include <fmt/format.h>

#include "cli/commands.hpp"

namespace gameday {

const CliCommand k_command_version{
    "version", "print the version", false, [](CLI::App&) -> Act {
      return [] {
        fmt::print("gameday {}\n", GAMEDAY_VERSION);
        return ExitStatus::met;
      };
    }};

}  // namespace gameday
