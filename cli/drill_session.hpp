// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/exit_status.hpp"

namespace gameday {

/// How a drill is to be run from the command line.
struct SessionOptions {
  std::string lab;
  std::string out;
  std::string answers;
  bool yes = false;
  bool step = false;
  bool preflight_only = false;
  bool dry_run = false;
  bool realtime = false;
};

/// Loads, plans, asks, runs, judges and reports one drill. Stop signals must be held back before.
[[nodiscard]] ExitStatus run_session(const std::string& file, const SessionOptions& options);

/// The worse of two exit statuses: 3, 70, 6, 1, 2, 5, 4, 0.
[[nodiscard]] ExitStatus worse(ExitStatus a, ExitStatus b);

}  // namespace gameday
