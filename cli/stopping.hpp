// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "drills/record/run_directory.hpp"

namespace gameday {

/// Who asks, for the record: the user's name and terminal.
[[nodiscard]] std::string who_asks();

/// The live runs that a name means: its id, its folder's name, or all where it is empty.
[[nodiscard]] std::vector<LivePointer> live_runs_named(const std::string& name);

/// Leaves the word to abort in a run's folder. Errors: failed.
[[nodiscard]] Result<void> ask_to_abort(const LivePointer& run, const std::string& why);

/// Waits until none of the runs lives; gives those that still do when the time is over.
[[nodiscard]] std::vector<LivePointer> wait_until_ended(std::vector<LivePointer> runs,
                                                        std::chrono::milliseconds patience);

}  // namespace gameday
