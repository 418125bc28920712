// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

TEST_CASE("only what is named may be changed") {
  const Plan plan = samples::plan();
  CHECK(refused_by(plan, std::string{"targets = [\"router\", \"db-a\", \"db-b\"]"}).empty());
  CHECK(refused_by(plan, std::string{"targets = [\"*\"]"}).empty());
  CHECK(refused_by(plan, std::string{"targets = [\"router\", \"*.db\"]"}).empty());
  CHECK(refused_by(plan, std::string{"targets = [\"router\"]"}) == "targets");
  CHECK(refused_by(plan, std::string{"targets = []"}) == "targets");
}

}  // namespace
}  // namespace gameday
