// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <array>

namespace gameday {

std::span<const CliCommand* const> cli_commands() {
#define GAMEDAY_LIST(kind) &k_command_##kind,
  static const std::array kinds{GAMEDAY_COMMANDS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
