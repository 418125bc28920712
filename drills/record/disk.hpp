// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gameday {

/// Writes all of the text, whatever the kernel takes at a time. Errors: failed.
[[nodiscard]] Result<void> write_all(int descriptor, std::string_view text,
                                     const std::filesystem::path& file);

/// Puts a file (0600) into place in one step, on the disk when it returns: a reader sees the old
/// one, or none, or all of the new one. Errors: failed.
[[nodiscard]] Result<void> write_synced(const std::filesystem::path& file, std::string_view text);

/// The whole of a file. Errors: absent, failed.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file);

/// Hands every line (without its newline) to `line`, and whether a newline ended it; every piece
/// of the file, as it was read, to `piece`. Errors: absent, failed.
[[nodiscard]] Result<void> read_lines(const std::filesystem::path& file,
                                      const std::function<void(std::string_view, bool)>& line,
                                      const std::function<void(std::string_view)>& piece);

}  // namespace gameday
