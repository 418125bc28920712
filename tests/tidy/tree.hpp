// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "tests/tidy/source.hpp"

namespace gameday::tidy {

/// Reads every text file of a source tree, sorted by path; build folders and hidden ones left out.
[[nodiscard]] std::vector<Source> read_tree(const std::filesystem::path& root);

}  // namespace gameday::tidy
