// SPDX-License-Identifier: Apache-2.0
#include "cli/vocabulary.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("drills may name every probe, ledger and transport that there is") {
  const Vocabulary words = vocabulary();
  const auto http = std::ranges::find(words.probes, "http", &KindSpec::name);
  REQUIRE(http != words.probes.end());
  CHECK(std::ranges::count(http->params, "url", &ParamSpec::name) == 1);
  CHECK(std::ranges::count(words.ledgers, "postgres", &KindSpec::name) == 1);
  CHECK(std::ranges::count(words.transports, "lab") == 1);
}

TEST_CASE("a ledger's table is made by its kind") {
  LedgerSpec spec;
  spec.name = "orders";
  spec.kind = "postgres";
  spec.database = "orders";
  const Result<Change> change = ledger_tables()(spec, "gameday_ledger_00000000_orders");
  REQUIRE(change);
  CHECK(change->revert);
  spec.kind = "stone";
  CHECK(ledger_tables()(spec, "x").error().kind == ErrorKind::bad_input);
}
