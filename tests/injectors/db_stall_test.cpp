// SPDX-License-Identifier: Apache-2.0
#include "injectors/db_stall.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using samples::Given;

namespace {

Given stall(const std::string& how, const Given& more = {}) {
  Given given{
      {"database", std::string{"orders"}}, {"on", std::string{"region-a.db"}}, {"how", how}};
  given.insert(given.end(), more.begin(), more.end());
  return given;
}

std::string why_not(const Given& given) {
  const auto planned = samples::plan_fault(k_injector_db_stall, given);
  return planned ? "" : planned.error().text();
}

}  // namespace

TEST_CASE("each way has an undo, a proof, and somebody who lifts it") {
  const std::vector<std::pair<Given, DeadMan>> ways{
      {stall("connections"), DeadMan::server},
      {stall("lock", {{"table", std::string{"orders"}}}), DeadMan::server},
      {stall("freeze", {{"service", std::string{"postgres-a"}}}), DeadMan::timer}};
  for (const auto& [given, dead_man] : ways) {
    const auto planned = samples::plan_fault(k_injector_db_stall, given);
    REQUIRE_MESSAGE(planned, why_not(given));
    const Change& change = planned->changes.at(0);
    CHECK(change.revert.has_value());
    CHECK(change.dead_man == dead_man);
    CHECK(change.expires_after >= Duration{18s});
    CHECK_FALSE(planned->proofs.empty());
    CHECK(samples::says(change.plant, change.id + ".json"));
  }
}

TEST_CASE("a parameter of another way, or one that is missing, is named") {
  CHECK(why_not(stall("lock")).find("no table is named") != std::string::npos);
  CHECK(why_not(stall("freeze")).find("no service is named") != std::string::npos);
  for (const char* key : {"table", "mode", "service"}) {
    CHECK(why_not(stall("connections", {{key, std::string{"orders"}}})).find(key) !=
          std::string::npos);
  }
  CHECK(why_not(stall("lock", {{"table", std::string{"orders"}}, {"limit", std::int64_t{3}}}))
            .find("`limit` is of") != std::string::npos);
}

TEST_CASE("limits and names of tables are held to their range") {
  for (const std::int64_t limit : {0, 5001}) {
    CHECK_FALSE(why_not(stall("connections", {{"limit", limit}})).empty());
  }
  for (const char* table :
       {"", "a.b.c", "orders; drop table orders", ".orders", "orders.", "a b"}) {
    CAPTURE(table);
    CHECK_FALSE(why_not(stall("lock", {{"table", std::string{table}}})).empty());
  }
  CHECK(why_not(stall("lock", {{"table", std::string{"public.orders_2"}}})).empty());
}

TEST_CASE("the service that is frozen must be on the node, and MariaDB can only be frozen") {
  Given wrong{{"database", std::string{"orders"}},
              {"on", std::string{"db-b"}},
              {"how", std::string{"freeze"}},
              {"service", std::string{"postgres-a"}}};
  CHECK(why_not(wrong).find("postgres-a is on db-a") != std::string::npos);
  Given maria{{"database", std::string{"stock"}},
              {"on", std::string{"maria-a"}},
              {"how", std::string{"connections"}}};
  CHECK(why_not(maria).find("for PostgreSQL only") != std::string::npos);
}
