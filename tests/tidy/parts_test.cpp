// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/parts.hpp"

#include <doctest/doctest.h>

using namespace gameday::tidy;

namespace {

bool allowed(std::string_view from, std::string_view to) {
  const Part* part = part_of(from);
  REQUIRE(part != nullptr);
  return may_include(*part, to);
}

}  // namespace

TEST_CASE("a path lies in a part or in none") {
  REQUIRE(part_of("drills/score/rules/rto.cpp") != nullptr);
  CHECK(part_of("drills/score/rules/rto.cpp")->folder == "drills/score/");
  CHECK(part_of("baseline/x.cpp") == nullptr);
  CHECK(part_of("tests/base/x.cpp") == nullptr);
  CHECK(part_of("drills/x.cpp") == nullptr);
}

TEST_CASE("base knows nobody, everybody knows base") {
  for (const char* part : {"world/", "injectors/", "runbooks/", "drills/definition/",
                           "drills/plan/", "drills/guard/", "drills/record/", "drills/measure/",
                           "drills/run/", "drills/score/", "drills/report/", "lab/", "cli/"}) {
    CAPTURE(part);
    CHECK(allowed(part, "base/x.hpp"));
    CHECK(!allowed("base/", part));
    CHECK(allowed(part, part));
  }
}

TEST_CASE("the pure parts do not know the world") {
  for (const char* part : {"base/", "injectors/", "runbooks/", "drills/definition/", "drills/plan/",
                           "drills/guard/", "drills/score/", "drills/report/"}) {
    CAPTURE(part);
    CHECK(part_of(part)->pure);
    CHECK(!allowed(part, "world/world.hpp"));
  }
}

TEST_CASE("within the drills includes point one way") {
  CHECK(allowed("drills/plan/", "drills/definition/x.hpp"));
  CHECK(allowed("drills/definition/", "drills/checks/x.hpp"));
  CHECK(!allowed("drills/checks/", "drills/definition/x.hpp"));
  CHECK(!allowed("drills/definition/", "drills/plan/x.hpp"));
  CHECK(allowed("drills/guard/", "drills/plan/x.hpp"));
  CHECK(!allowed("drills/plan/", "drills/guard/x.hpp"));
  CHECK(!allowed("drills/guard/", "drills/run/x.hpp"));
  CHECK(allowed("drills/run/", "drills/guard/x.hpp"));
  CHECK(allowed("drills/run/", "drills/measure/x.hpp"));
  CHECK(!allowed("drills/measure/", "drills/run/x.hpp"));
  CHECK(!allowed("drills/measure/", "drills/plan/x.hpp"));
  CHECK(allowed("drills/score/", "drills/record/x.hpp"));
  CHECK(!allowed("drills/score/", "drills/run/x.hpp"));
  CHECK(!allowed("drills/run/", "drills/score/x.hpp"));
  CHECK(allowed("drills/report/", "drills/score/x.hpp"));
  CHECK(!allowed("drills/score/", "drills/report/x.hpp"));
}

TEST_CASE("injectors and runbooks do not know each other, the lab knows the world alone") {
  CHECK(!allowed("injectors/", "runbooks/x.hpp"));
  CHECK(!allowed("runbooks/", "injectors/x.hpp"));
  CHECK(allowed("lab/", "world/x.hpp"));
  CHECK(!allowed("lab/", "drills/record/x.hpp"));
  CHECK(!allowed("world/", "lab/x.hpp"));
  CHECK(!allowed("drills/run/", "lab/x.hpp"));
  CHECK(allowed("cli/", "lab/x.hpp"));
  CHECK(!allowed("lab/", "cli/x.hpp"));
}
