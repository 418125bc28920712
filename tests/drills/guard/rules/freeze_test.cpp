// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;
using samples::tuesday;
using namespace std::chrono_literals;

TEST_CASE("no drill starts in a freeze, nor so late that it would reach into one") {
  const Guards guards = samples::guards(
      "[[freeze]]\nwhy = \"lunch\"\ndays = [\"tue\"]\nfrom = \"12:00\"\nto = \"13:00\"\n"
      "offset = \"+01:00\"\n");
  const Plan plan = samples::plan();
  REQUIRE(plan.blast_radius.longest > 10s);
  CHECK(refused_by(plan, guards, tuesday()).empty());
  CHECK(refused_by(plan, guards, tuesday() + 1h) == "freeze");
  CHECK(refused_by(plan, guards, tuesday() + 1h - 10s) == "freeze");
  CHECK(refused_by(plan, guards, tuesday() + 2h).empty());
  const auto told = refusals(plan, guards, tuesday() + 1h);
  CHECK(told.at(0).text() ==
        "guard freeze: \"lunch\" lasts from 2026-11-24T11:00:00Z until 2026-11-24T12:00:00Z "
        "(etc.toml:1)");
}

}  // namespace
}  // namespace gameday
