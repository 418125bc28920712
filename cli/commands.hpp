// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/command.hpp"

/// Every command; commands/<name>.cpp defines `const CliCommand k_command_<name>`.
#define GAMEDAY_COMMANDS(X) \
  X(run) \
  X(validate) \
  X(plan) \
  X(list) \
  X(status) \
  X(recover) \
  X(doctor) \
  X(keeper) \
  X(abort) \
  X(halt) \
  X(resume) \
  X(watch) \
  X(score) \
  X(export) \
  X(policy) \
  X(dial) \
  X(agent) \
  X(lab) \
  X(lab_supervisor) \
  X(enter) \
  X(version)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const CliCommand k_command_##kind;
GAMEDAY_COMMANDS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const CliCommand* const> cli_commands();

}  // namespace gameday
