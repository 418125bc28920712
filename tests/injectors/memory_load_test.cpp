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
  return there.plan(k_injector_memory_load, given).has_value();
}

}  // namespace

TEST_CASE("half of the memory is taken, and 256 MiB are left, unless something else is asked for") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_memory_load, on_db_a());
  REQUIRE(plan);
  CHECK(plan->changes.at(0).id == "fault.mine.db-a");
  CHECK(words_of(plan->changes.at(0).apply, k_words) == "50 256 18");
  CHECK(plan->changes.at(0).summary.find("50 % of the memory of db-a") != std::string::npos);
  CHECK(words_of(plan->proofs.at(0).look, k_words) == "50 256");
}

TEST_CASE("limits cannot be widened") {
  CHECK(is_planned("percent", 90.0));
  CHECK_FALSE(is_planned("percent", 91.0));
  CHECK_FALSE(is_planned("percent", 0.0));
  CHECK(is_planned("leave", std::int64_t{4096}));
  CHECK_FALSE(is_planned("leave", std::int64_t{255}));
  CHECK_FALSE(is_planned("host", std::string{"db-z"}));
}
