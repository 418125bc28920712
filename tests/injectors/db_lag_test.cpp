// SPDX-License-Identifier: Apache-2.0
#include "injectors/db_lag.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using samples::Given;

namespace {

const Given k_orders{{"database", std::string{"orders"}}, {"on", std::string{"region-b.db"}}};

Given with(Given given, const std::string& how, const Given& more = {}) {
  given.emplace_back("how", how);
  given.insert(given.end(), more.begin(), more.end());
  return given;
}

std::string why_not(const Given& given) {
  const auto planned = samples::plan_fault(k_injector_db_lag, given);
  return planned ? "" : planned.error().text();
}

}  // namespace

TEST_CASE("each way says what it costs: data, or staleness and time") {
  for (const auto& [how, costs] : {std::pair{"throttle", "data"},
                                   {"hold", "data"},
                                   {"replay-pause", "staleness and time"},
                                   {"apply-delay", "staleness and time"}}) {
    const auto planned = samples::plan_fault(k_injector_db_lag, with(k_orders, how));
    REQUIRE(planned);
    CHECK(planned->costs == costs);
    CHECK(planned->asynchronous);
    REQUIRE(planned->changes.size() == 1);
    CHECK(planned->changes.at(0).dead_man != DeadMan::nobody);
    CHECK(planned->changes.at(0).expires_after >= 18s);
  }
}

TEST_CASE("what cannot lag is refused by its name") {
  const Given primary{{"database", std::string{"orders"}}, {"on", std::string{"db-a"}}};
  CHECK(why_not(with(primary, "hold")).find("db-a is the primary") != std::string::npos);
  const Given stranger{{"database", std::string{"orders"}}, {"on", std::string{"maria-b"}}};
  CHECK(why_not(with(stranger, "hold")).find("no node on \"maria-b\"") != std::string::npos);
  const Given nobody{{"database", std::string{"order"}}, {"on", std::string{"db-b"}}};
  CHECK(why_not(with(nobody, "hold")).find("did you mean orders?") != std::string::npos);
}

TEST_CASE("a parameter of another way, or out of its range, is refused") {
  CHECK(why_not(with(k_orders, "hold", {{"rate_kbit", std::int64_t{64}}}))
            .find("`rate_kbit` is of") != std::string::npos);
  CHECK(why_not(with(k_orders, "throttle", {{"delay", Duration{1s}}})).find("`delay` is of") !=
        std::string::npos);
  for (const std::int64_t rate : {0, 7, 10'000'001}) {
    CHECK_FALSE(why_not(with(k_orders, "throttle", {{"rate_kbit", rate}})).empty());
  }
  CHECK(why_not(with(k_orders, "throttle", {{"rate_kbit", std::int64_t{8}}})).empty());
  for (const Duration delay : {Duration{99ms}, Duration{25h}}) {
    CHECK_FALSE(why_not(with(k_orders, "apply-delay", {{"delay", delay}})).empty());
  }
}

TEST_CASE("a database of a kind that nobody knows can still have its stream held") {
  Inventory inventory = samples::two_databases();
  inventory.databases["orders"].kind = "oracle";
  CHECK(samples::plan_fault(k_injector_db_lag, with(k_orders, "hold"), inventory));
  CHECK_FALSE(samples::plan_fault(k_injector_db_lag, with(k_orders, "replay-pause"), inventory));
}
