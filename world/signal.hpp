// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/action.hpp"
#include "base/result.hpp"

namespace gameday {

/// When a process of this machine started, clock ticks since boot (field 22 of /proc/<pid>/stat).
/// Errors: absent (no such process).
[[nodiscard]] Result<std::uint64_t> start_time_of(std::int64_t pid);

/// Sends the signal by a pidfd, to that very process: its start time is checked through the pidfd,
/// so a later process with the same number is never hit.
/// Errors: absent (that process is gone), failed (not permitted).
[[nodiscard]] Result<Outcome> send_signal(const Signal& signal);

}  // namespace gameday
