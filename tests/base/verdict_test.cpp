// SPDX-License-Identifier: Apache-2.0
#include "base/verdict.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace gameday;

namespace {

constexpr std::array k_all{Verdict::not_applicable, Verdict::met, Verdict::unknown,
                           Verdict::missed};

}  // namespace

TEST_CASE("no verdict at all is unknown: no evidence is never good evidence") {
  CHECK(merge({}) == Verdict::unknown);
}

TEST_CASE("what is not applicable stays outside the merge") {
  CHECK(merge(std::array{Verdict::not_applicable}) == Verdict::unknown);
  CHECK(merge(std::array{Verdict::not_applicable, Verdict::met}) == Verdict::met);
}

TEST_CASE("the worst of two wins, in either order") {
  const auto both_ways = [](Verdict a, Verdict b) {
    CHECK(merge(std::array{a, b}) == merge(std::array{b, a}));
    return merge(std::array{a, b});
  };
  CHECK(both_ways(Verdict::met, Verdict::met) == Verdict::met);
  CHECK(both_ways(Verdict::met, Verdict::unknown) == Verdict::unknown);
  CHECK(both_ways(Verdict::met, Verdict::missed) == Verdict::missed);
  CHECK(both_ways(Verdict::unknown, Verdict::missed) == Verdict::missed);
}

TEST_CASE("adding a verdict never makes the whole better") {
  for (const Verdict a : k_all) {
    for (const Verdict b : k_all) {
      if (a == Verdict::not_applicable) continue;
      CHECK(merge(std::array{a, b}) >= merge(std::array{a}));
    }
  }
}

TEST_CASE("a verdict's name reads back, anything else does not") {
  for (const Verdict verdict : k_all) CHECK(parse_verdict(to_string(verdict)) == verdict);
  CHECK(!parse_verdict("Met"));
  CHECK(!parse_verdict(""));
}
