// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gameday {

/// Parses the command line, runs the command, prints what went wrong once. Gives the exit status.
[[nodiscard]] int run_application(int argc, char** argv);

}  // namespace gameday
