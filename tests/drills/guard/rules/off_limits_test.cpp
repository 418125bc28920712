// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

std::string protecting(const std::string& what) { return "protected = [\"" + what + "\"]"; }

TEST_CASE("what is protected is neither changed nor cut off, by whichever name") {
  const Plan plan = samples::plan();
  for (const char* name : {"router", "db-a", "db-b", "region-a", "region-a.db", "orders", "db-*"}) {
    CAPTURE(name);
    CHECK(refused_by(plan, protecting(name)) == "protected");
  }
  CHECK(refused_by(plan, protecting("payments-*")).empty());
}

TEST_CASE("a protected network keeps its hosts, whatever an inventory calls them") {
  const Plan plan = samples::plan();
  CHECK(refused_by(plan, protecting("10.77.1.10")) == "protected");
  CHECK(refused_by(plan, protecting("10.77.2.0/24")) == "protected");
  CHECK(refused_by(plan, protecting("fd77:0:0:1::7")) == "protected");
  CHECK(refused_by(plan, protecting("10.78.0.0/16")).empty());
}

}  // namespace
}  // namespace gameday
