// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using samples::refused_by;

std::string limited(const std::string& limit) {
  return "environments = [\"staging\", \"lab\"]\nnetworks = [\"10.77.0.0/16\", \"fd77::/16\"]\n" +
         limit;
}

TEST_CASE("outside a lab ledgers need a limit, and keep to it together") {
  Plan outside = samples::plan_outside();
  REQUIRE(outside.definition.drill.ledgers.size() == 1);
  outside.definition.drill.ledgers.front().every = std::chrono::milliseconds{10};
  CHECK(refused_by(outside, limited("")) == "largest_write_rate");
  CHECK(refused_by(outside, limited("largest_write_rate = 100")).empty());
  CHECK(refused_by(outside, limited("largest_write_rate = 99")) == "largest_write_rate");
  outside.definition.drill.ledgers.push_back(outside.definition.drill.ledgers.front());
  CHECK(refused_by(outside, limited("largest_write_rate = 100")) == "largest_write_rate");
  outside.definition.drill.ledgers.clear();
  CHECK(refused_by(outside, limited("")).empty());
}

TEST_CASE("in a lab they write as fast as they like") {
  CHECK(refused_by(samples::plan(), limited("largest_write_rate = 1")).empty());
}

}  // namespace
}  // namespace gameday
