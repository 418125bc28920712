// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/rules.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

TEST_CASE("every rule has a name of its own, and says nothing where nothing is written") {
  std::set<std::string_view> names;
  for (const GuardRule* rule : guard_rules()) {
    CHECK(names.insert(rule->name).second);
    CHECK(rule->says({}).empty());
  }
}

TEST_CASE("a drill in a lab lasts until its last fault has ended") {
  const Plan plan = samples::plan();
  const GuardCase guarded = guard_case(plan, samples::tuesday());
  CHECK_FALSE(guarded.outside_lab());
  CHECK(guarded.when.to - guarded.when.from == plan.blast_radius.longest);
  CHECK(guard_case(samples::plan_outside(), samples::tuesday()).outside_lab());
}

}  // namespace
}  // namespace gameday
