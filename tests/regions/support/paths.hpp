// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace gameday::regions {

/// The environment's word for a path, else the one the build knew. tools/as-user sets it where the
/// build folder is not readable to the user who runs the test.
inline std::filesystem::path path_from(const char* variable, const char* built) {
  const char* given = std::getenv(variable);
  return given != nullptr && *given != '\0' ? given : built;
}

/// The gameday program under test.
inline std::filesystem::path gameday_binary() {
  return path_from("GAMEDAY_TEST_BINARY", GAMEDAY_BINARY);
}

/// The folder that holds drills/catalog and runbooks/catalog.
inline std::filesystem::path source_folder() {
  return path_from("GAMEDAY_TEST_SOURCES", GAMEDAY_SOURCE_DIR);
}

}  // namespace gameday::regions
