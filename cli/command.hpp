// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_status.hpp"

namespace CLI {
class App;
}

namespace gameday {

/// What a command does once its options are parsed.
using Act = std::function<ExitStatus()>;

/// One command of the command line: a file in commands/, a line in commands.hpp.
struct CliCommand {
  std::string_view name;
  std::string_view summary;
  bool hidden = false;
  /// Adds its options to its sub-command and gives what to do; options live in the closure.
  Act (*set_up)(CLI::App& app);
};

}  // namespace gameday
