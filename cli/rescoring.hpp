// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/judging.hpp"

namespace gameday {

/// What judging a stored run again came to.
struct Rescored {
  /// What differs from the stored scorecard, a member a line; empty = byte for byte the same.
  std::vector<std::string> differences;
  std::optional<std::filesystem::path> written;  ///< the scorecard that was missing or is different
};

/// Compares a judged run with the scorecard in its folder. One that is missing is written; one that
/// differs is never overwritten: the new one goes beside it. With the same rules the name of who
/// scored first is kept in `judged`, so that the bytes are the same. Errors: failed.
[[nodiscard]] Result<Rescored> rescore(Judged& judged, const std::filesystem::path& run_folder);

}  // namespace gameday
