// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/units.hpp"
#include "world/fd.hpp"

namespace gameday::lab {

/// The lock of a lab's folder: its supervisor holds it for as long as it lives.
[[nodiscard]] std::filesystem::path life_lock(const std::filesystem::path& folder);
/// The lock beside the folder: held while a lab is being raised or taken away.
[[nodiscard]] std::filesystem::path work_lock(const std::filesystem::path& folder);

enum class Lock { shared, exclusive };

/// Takes a lock (flock) on a file that is made where it is missing; waits at most `patience`. Its
/// holder, and nobody else, may remove the file.
/// Errors: timeout, where somebody else holds it; failed.
[[nodiscard]] Result<UniqueFd> take_lock(const std::filesystem::path& file, Lock kind,
                                         Duration patience);

/// Whether somebody holds a lock.
[[nodiscard]] bool is_locked(const std::filesystem::path& file);

/// A process known for good: its start time and the inodes of its user and PID namespaces.
/// Empty where there is no such process, or it is only waiting to be reaped.
[[nodiscard]] std::string identity_of(std::int64_t pid);

/// Kills a process, and with it the PID namespace whose first process it is, and returns once all
/// of it is gone. Fine where it is gone already. Errors: failed, timeout.
[[nodiscard]] Result<void> end_process(std::int64_t pid, Duration patience);

/// Waits until a process known by its identity is gone by itself. Errors: timeout.
[[nodiscard]] Result<void> await_end(std::int64_t pid, const std::string& identity,
                                     Duration patience);

/// The memory of all processes of a PID namespace in MB (PSS: shared pages by their share).
[[nodiscard]] double memory_of(std::int64_t supervisor_pid);

}  // namespace gameday::lab
