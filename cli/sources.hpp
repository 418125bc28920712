// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "drills/definition/load.hpp"

namespace gameday {

/// Folders with definitions for everybody, in the order in which they are searched. `catalog` is
/// "drills" (inventories lie there too) or "runbooks": the folders of $GAMEDAY_CATALOG and their
/// sub-folder of that name, what is installed beside the program, and the source tree around a
/// build folder.
[[nodiscard]] std::vector<std::filesystem::path> catalog_folders(std::string_view catalog);

/// Reads a regular file, at most one byte more than k_definition_cap, so that a larger one is seen
/// to be too large. Errors: failed, absent.
[[nodiscard]] Result<SourceFile> read_source(const std::filesystem::path& path);

/// A drill by its path, or from the catalogs by its name alone, which goes before a file that is
/// called like it. Errors: bad_input.
[[nodiscard]] Result<SourceFile> find_drill(const std::string& name);

/// What load_drill reads other files by: beside the drill, then in the catalogs.
[[nodiscard]] ReadSource disk_reader();

/// The names of the drills in the catalogs, sorted, without their extension.
[[nodiscard]] std::vector<std::string> catalog_drills();

/// `labs`: the folder of this user's labs; `lab_name` where one is given.
[[nodiscard]] Variables default_variables(const std::string& lab_name);

}  // namespace gameday
