// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "world/process.hpp"

namespace gameday {

/// The folders of the catalogs in the source tree, as $GAMEDAY_CATALOG wants them.
inline std::string source_catalogs() {
  const std::string root = GAMEDAY_SOURCE_DIR;
  return root + "/drills/catalog:" + root + "/runbooks/catalog";
}

/// Runs the real program, with the catalogs of the source tree, in a folder.
inline ProcessOutcome run_program(std::vector<std::string> argv, const std::string& folder = {}) {
  const char* other = std::getenv("GAMEDAY_TEST_BINARY");
  argv.insert(argv.begin(), other != nullptr ? other : GAMEDAY_BINARY);
  const SpawnOptions spawn{.folder = folder,
                           .environment = {{"GAMEDAY_CATALOG", source_catalogs()}}};
  const auto outcome = run_process(argv, "", std::chrono::seconds{20}, {.spawn = spawn});
  if (!outcome) FAIL(outcome.error().text());
  return *outcome;
}

inline void write_file(const std::string& path, std::string_view content) {
  std::ofstream{path, std::ios::binary} << content;
}

inline std::string read_text(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace gameday
