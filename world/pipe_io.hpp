// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gameday {

/// What one attempt at a non-blocking descriptor came to.
enum class PipeState { open, ended };

/// Writes what fits now and takes it off the front of `pending`; ended = nobody reads any more.
/// No SIGPIPE, whatever the process does about that signal.
[[nodiscard]] PipeState write_some(int fd, std::string& pending);

/// What to keep of an output that is longer than its cap.
enum class Keep { front, tail };

/// Reads all there is now to the end of `text` and keeps at most `cap` bytes of it; ended = end of
/// file.
[[nodiscard]] PipeState read_some(int fd, std::string& text, std::size_t cap, Keep keep);

}  // namespace gameday
