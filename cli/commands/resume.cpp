// SPDX-License-Identifier: Apache-2.0
// Allows drills again after `gameday halt`.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/preflight.hpp"

namespace gameday {

const CliCommand k_command_resume{
    "resume", "allow drills again after a halt", false, [](CLI::App&) -> Act {
      return [] {
        std::error_code failed;
        const bool was = std::filesystem::remove(halt_file(gameday_home()), failed);
        if (failed) {
          fmt::print(stderr, "could not resume: {}\n", failed.message());
          return ExitStatus::internal;
        }
        fmt::print(stderr, "{}\n", was ? "drills may start again" : "nothing was halted");
        return ExitStatus::met;
      };
    }};

}  // namespace gameday
