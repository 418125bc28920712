// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "world/fd.hpp"

namespace gameday {

/// How a child is to be started.
struct SpawnOptions {
  std::string folder = {};  ///< its working folder; empty = ours
  /// Variables that differ from ours. LC_ALL=C.UTF-8 and the folders of system tools at the end of
  /// PATH are always set.
  std::vector<std::pair<std::string, std::string>> environment = {};
};

/// A child that was started, with our ends of its pipes (non-blocking, close-on-exec).
struct Child {
  pid_t pid = -1;  ///< also its process group and session
  UniqueFd pidfd;  ///< readable once it has ended
  UniqueFd in;     ///< its standard input, to write to
  UniqueFd out;
  UniqueFd err;
};

/// The full path of a program: as it is where it has a slash, else looked for in PATH and then in
/// the folders of system tools, which an ordinary user's PATH leaves out. Errors: failed.
[[nodiscard]] Result<std::string> resolve_program(std::string_view name);

/// Starts argv (never a shell) in a session of its own, with default signals, an empty signal mask
/// and no descriptor above 2. It runs in the calling thread's namespaces. Errors: failed.
[[nodiscard]] Result<Child> spawn_process(const std::vector<std::string>& argv,
                                          const SpawnOptions& options = {});

/// argv as one line for messages, at most 300 characters of it.
[[nodiscard]] std::string join_argv(const std::vector<std::string>& argv);

}  // namespace gameday
