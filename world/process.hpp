// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/result.hpp"
#include "world/spawn.hpp"

namespace gameday {

/// What a command came to.
struct ProcessOutcome {
  int status = 0;   ///< exit status; 128 + the signal's number where one killed it
  int signal = 0;   ///< 0 = it exited by itself
  std::string out;  ///< at most `cap` bytes, the front
  std::string err;  ///< at most `cap` bytes, the tail
};

/// How a command is run.
struct RunOptions {
  std::size_t cap = k_outcome_cap;  ///< bytes kept of each output; the rest is read and dropped
  SpawnOptions spawn = {};
};

/// Runs argv to its end with this standard input. Past the deadline its whole process group is
/// ended (TERM, grace, KILL) and the error says what it had written to stderr; a process that it
/// leaves behind after a timely end goes on. Blocks; may be called from any thread.
/// Errors: timeout; failed where it could not be started. A status other than 0 is no error.
[[nodiscard]] Result<ProcessOutcome> run_process(const std::vector<std::string>& argv,
                                                 std::string_view stdin_text,
                                                 std::chrono::milliseconds deadline,
                                                 const RunOptions& options = {});

}  // namespace gameday
