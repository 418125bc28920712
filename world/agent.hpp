// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gameday {

/// What an agent is called with: its words, and its standard input (read when it is asked for).
struct AgentCall {
  std::span<const std::string> words;
  std::function<std::string()> input;
};

/// Work of several requests, or that holds something open, as a program of its own: `gameday agent
/// <name> <words...>`. It reads JSON where it needs more than words, prints its answer and exits 0,
/// so that to a change it is one command as any other.
struct Agent {
  std::string_view name;
  std::string_view summary;
  /// What it prints. Errors: told on stderr, exit 1; absent: exit 2; refused: exit 3.
  Result<std::string> (*run)(const AgentCall& call);
};

}  // namespace gameday
