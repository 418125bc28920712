// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/action.hpp"
#include "base/result.hpp"

namespace gameday {

/// Puts a file of this machine in place at one instant: a new file is written beside it, synced and
/// renamed over it. `mode` in octal digits. Errors: failed, bad_input (mode).
[[nodiscard]] Result<Outcome> write_file(const std::string& path, std::string_view content,
                                         std::string_view mode);

/// Removes a file; one that is not there is fine. Errors: failed.
[[nodiscard]] Result<Outcome> remove_file(const std::string& path);

}  // namespace gameday
