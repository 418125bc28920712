// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gameday::lab {

/// Makes a program of this machine one of the lab, "/run/<name>", where everybody may execute it:
/// the place where it lies may be closed to the servers' account. Only inside the lab.
/// Errors: failed.
[[nodiscard]] Result<std::filesystem::path> bring_program(const std::filesystem::path& from,
                                                          std::string_view name);

/// Errors: refused, with what to do about it, where a program is not there.
[[nodiscard]] Result<void> need_program(const std::filesystem::path& program, std::string remedy);

}  // namespace gameday::lab
