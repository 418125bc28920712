// SPDX-License-Identifier: Apache-2.0
#include "drills/report/exporters.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "tests/fakes/sample_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("every exporter has a name of its own and writes every kind of drill") {
  std::set<std::string_view> names;
  for (const Exporter* exporter : exporters()) {
    names.insert(exporter->name);
    CHECK_FALSE(exporter->summary.empty());
    CHECK_FALSE(exporter->extension.empty());
    for (const Record& record : {met_record(), missed_record(), unknown_record(), Record{}}) {
      CHECK_FALSE(exporter->write(score(record), record).empty());
    }
  }
  CHECK(names.size() == exporters().size());
}

/// For looking at them: GAMEDAY_REPORTS=<folder> test_report -tc="reports to look at" --no-skip
TEST_CASE("reports to look at" * doctest::skip()) {
  const char* folder = std::getenv("GAMEDAY_REPORTS");
  REQUIRE(folder != nullptr);
  const std::vector<std::pair<std::string, Record>> records{
      {"met", met_record()}, {"missed", missed_record()}, {"unknown", unknown_record()}};
  for (const auto& [name, record] : records) {
    for (const Exporter* exporter : exporters()) {
      std::ofstream file{std::string{folder} + "/" + name + "." + std::string{exporter->name} +
                         "." + std::string{exporter->extension}};
      file << exporter->write(score(record), record);
    }
  }
}

}  // namespace
}  // namespace gameday
