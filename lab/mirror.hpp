// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace gameday::lab {

/// Makes a folder hold what another one holds and nothing else: folders and regular files, with
/// their owners and modes. Files that are there already are written over where they lie: some file
/// systems (ext4 without a journal) take seconds to make and remove a thousand files again and
/// again, and a tenth of one to rewrite them. Nothing is synced. Errors: failed.
[[nodiscard]] Result<void> mirror(const std::filesystem::path& from,
                                  const std::filesystem::path& to);

/// Puts the data folder of a lab that is gone aside, to be written over by the next one; does
/// nothing where there is none or enough lie there already.
void keep_spare(const std::filesystem::path& base, const std::filesystem::path& data);

/// Moves a spare to a place, if there is one.
void take_spare(const std::filesystem::path& base, const std::filesystem::path& place);

}  // namespace gameday::lab
