// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace gameday {

/// How much a line of the log matters.
enum class LogLevel { debug, info, warning, error };

/// Opens the process's log, which is added to, and closes one that was open. Lines below the level
/// are left out. Errors: failed.
[[nodiscard]] Result<void> open_log(const std::filesystem::path& file,
                                    LogLevel at_least = LogLevel::info);

/// One line with the time in UTC; newlines in it are escaped. Nothing where no log is open. What is
/// handed in must hold no secret: actions are told by describe(), which has none. From any thread.
void log_line(LogLevel level, std::string_view text);

/// Writes out what is buffered and closes the file.
void close_log();

}  // namespace gameday
