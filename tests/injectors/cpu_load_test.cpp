// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 6;  ///< behind perl -e PROGRAM -- PIDFILE KIND

Params on_db_a() {
  Params given;
  given.set("host", std::string{"db-a"});
  return given;
}

template <class T>
bool is_planned(const std::string& key, T value) {
  const ServiceFixture there;
  Params given = on_db_a();
  given.set(key, value);
  return there.plan(k_injector_cpu_load, given).has_value();
}

}  // namespace

TEST_CASE("every CPU is loaded by 80 % unless something else is asked for") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_cpu_load, on_db_a());
  REQUIRE(plan);
  CHECK(plan->changes.at(0).id == "fault.mine.db-a");
  CHECK(words_of(plan->changes.at(0).apply, k_words) == "0 80 18");
  CHECK(plan->changes.at(0).summary.find("every CPU of db-a by 80 %") != std::string::npos);
  CHECK(plan->proofs.size() == 1);
  Params given = on_db_a();
  given.set("workers", std::int64_t{2});
  given.set("percent", 33.0);
  const auto other = there.plan(k_injector_cpu_load, given);
  REQUIRE(other);
  CHECK(words_of(other->changes.at(0).apply, k_words) == "2 33 18");
}

TEST_CASE("limits cannot be widened") {
  CHECK(is_planned("percent", 95.0));
  CHECK_FALSE(is_planned("percent", 96.0));
  CHECK_FALSE(is_planned("percent", 0.0));
  CHECK(is_planned("workers", std::int64_t{64}));
  CHECK_FALSE(is_planned("workers", std::int64_t{65}));
  CHECK_FALSE(is_planned("workers", std::int64_t{-1}));
  CHECK_FALSE(is_planned("host", std::string{"db-z"}));
}
