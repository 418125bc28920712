// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

TEST_CASE("an approval that is asked for is not there yet") {
  CHECK(samples::refused_by(samples::plan(), std::string{"approvals = 1"}) == "approvals");
  CHECK(samples::refused_by(samples::plan(), std::string{"approvals = 0"}).empty());
}

}  // namespace
}  // namespace gameday
