// SPDX-License-Identifier: Apache-2.0
// What the formats look like, kept as files. Where a change is meant, run this with
// GAMEDAY_GOLDEN=write and read the difference.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

std::string read(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

TEST_CASE("scorecards are written as they always were") {
  const bool write = std::getenv("GAMEDAY_GOLDEN") != nullptr;
  const std::string folder = std::string{GAMEDAY_SOURCE_DIR} + "/tests/golden/scorecards/";
  for (const auto& [name, record] : fakes::sample_runs()) {
    if (name == "empty" || name == "hostile") continue;
    for (const char* format : {"text", "json", "junit"}) {
      const std::string file = folder + name +
                               (format == std::string{"text"}   ? ".txt"
                                : format == std::string{"json"} ? ".json"
                                                                : ".junit.xml");
      CAPTURE(file);
      const std::string now = rendered(record, format);
      if (write) std::ofstream{file, std::ios::binary} << now;
      CHECK(now == read(file));
    }
  }
}

TEST_CASE("html is the same bytes for the same record") {
  for (const auto& [name, record] : fakes::sample_runs()) {
    CHECK(rendered(record, "html") == rendered(record, "html"));
  }
}

}  // namespace
}  // namespace gameday
