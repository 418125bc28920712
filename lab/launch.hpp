// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lab/site.hpp"

namespace gameday::lab {

/// A program to start inside the lab, by its supervisor.
struct Launch {
  std::vector<std::string> argv;        ///< argv[0] is a full path
  std::string zone = {};                ///< its network; empty = the supervisor's, which has none
  std::filesystem::path log = {};       ///< standard output and error are appended here
  std::optional<Account> account = {};  ///< to drop to, with all capabilities; none = stay
  std::filesystem::path input = "/dev/null";
  std::filesystem::path home = "/";
  std::vector<std::string> environment = {};  ///< "NAME=value", besides PATH, LC_ALL and HOME
};

/// Starts it and gives its pid. Only for a single-threaded caller inside the lab. What goes wrong
/// after the fork is on the log, with exit status 127. Errors: failed.
[[nodiscard]] Result<pid_t> launch(const Launch& launch);

/// Waits for a child to end well. Errors: failed, with the end of the log; timeout (it is killed).
[[nodiscard]] Result<void> finish(pid_t pid, const Launch& launch,
                                  std::chrono::milliseconds deadline);

/// Starts it and waits for it to end well.
[[nodiscard]] Result<void> run(const Launch& launch, std::chrono::milliseconds deadline);

/// Drops to an account for good. Errors: failed.
[[nodiscard]] Result<void> drop_to(const Account& account);

}  // namespace gameday::lab
