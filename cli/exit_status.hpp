// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gameday {

/// The exit statuses of the command line (README, Exit statuses).
enum class ExitStatus {
  met = 0,
  missed = 1,
  unknown = 2,
  in_force = 3,   ///< a change may still be in force: the loudest of all
  bad_input = 4,  ///< bad definition or bad usage
  refused = 5,    ///< by preflight or a guard, before anything was changed
  aborted = 6,    ///< and everything reverted
  internal = 70,
};

}  // namespace gameday
