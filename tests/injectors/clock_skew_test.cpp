// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

bool is_planned(Duration by, const std::string& how) {
  const ServiceFixture there;
  Params given;
  given.set("host", std::string{"db-a"});
  given.set("by", by);
  given.set("how", how);
  given.set("file", std::string{"/run/offset"});
  return there.plan(k_injector_clock_skew, given).has_value();
}

}  // namespace

TEST_CASE("a skew that could not be told from a slow command, or goes past a day, is refused") {
  for (const char* how : {"clock", "faketime"}) {
    CAPTURE(how);
    CHECK(is_planned(std::chrono::seconds{5}, how));
    CHECK(is_planned(std::chrono::hours{24}, how));
    CHECK_FALSE(is_planned(std::chrono::seconds{4}, how));
    CHECK_FALSE(is_planned(std::chrono::hours{25}, how));
  }
}

TEST_CASE("ahead and behind are signs") {
  const ServiceFixture there;
  Params given;
  given.set("host", std::string{"db-a"});
  given.set("by", Duration{std::chrono::minutes{5}});
  const auto ahead = there.plan(k_injector_clock_skew, given);
  REQUIRE(ahead);
  CHECK(words_of(ahead->changes.at(0).apply).ends_with(" 300"));
  given.set("direction", std::string{"behind"});
  const auto behind = there.plan(k_injector_clock_skew, given);
  REQUIRE(behind);
  CHECK(words_of(behind->changes.at(0).apply).ends_with(" -300"));
}
