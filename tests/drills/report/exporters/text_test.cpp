// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <sstream>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("the verdict is the first word") {
  CHECK(rendered(met_record(), "text").starts_with("MET  "));
  CHECK(rendered(missed_record(), "text").starts_with("MISSED  "));
  CHECK(rendered(unknown_record(), "text").starts_with("UNKNOWN  "));
  CHECK(rendered(aborted_record(), "text").starts_with("ABORTED  "));
  CHECK(rendered(in_force_record(), "text").starts_with("STILL IN FORCE  "));
}

TEST_CASE("no control characters, whatever was recorded, and no line much too long") {
  for (const auto& [name, record] : sample_runs()) {
    CAPTURE(name);
    std::istringstream lines{rendered(record, "text")};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(line.size() <= 110);
      CHECK(std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) < 32; }));
    }
  }
}

TEST_CASE("why it is so stands under it; what holds for all is told once") {
  const std::string text = rendered(unknown_record(), "text");
  CHECK(contains(text, "region_blackhole bit is not clear"));
  CHECK_FALSE(contains(text, "because whether fault"));
  CHECK(contains(rendered(missed_record(), "text"),
                 "because 7 acknowledged writes were missing after the heal"));
}

}  // namespace
}  // namespace gameday
