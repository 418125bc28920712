// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "drills/guard/load_config.hpp"

namespace gameday {

/// Where the operators' own configuration may lie.
struct ConfigFiles {
  std::optional<std::filesystem::path> chosen;  ///< $GAMEDAY_CONFIG: this one and no other
  std::filesystem::path machine = "/etc/gameday/config.toml";
  std::filesystem::path user;  ///< $XDG_CONFIG_HOME or ~/.config; can only narrow the machine's
};
[[nodiscard]] ConfigFiles config_files();

/// Reads and checks them. One that is not there says nothing, but for the chosen one; one that
/// cannot be read is a problem. Without any file: no guards, and labs alone are allowed.
[[nodiscard]] LoadedGuards load_operator_guards(const ConfigFiles& files = config_files());

/// Prints the problems on standard error.
void print_problems(const LoadedGuards& guards);

}  // namespace gameday
