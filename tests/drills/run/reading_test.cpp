// SPDX-License-Identifier: Apache-2.0
#include "drills/run/reading.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/scripted_performer.hpp"
#include "tests/sim/simulated_run.hpp"

namespace gameday {
namespace {

Plan plan_with_nodes() {
  Plan plan = small_plan();
  Database database;
  database.name = "orders";
  database.primary = "db-a";
  database.standby = "db-b";
  database.nodes["db-a"] = {.host = "db-a", .region = "region-a"};
  database.nodes["db-b"] = {.host = "db-b", .region = "region-b"};
  plan.definition.inventory.databases["orders"] = database;
  plan.ledgers.front().spec.database = "orders";
  plan.ledgers.front().spec.kind = "postgres";
  return plan;
}

Outcome rows(std::vector<std::vector<std::optional<std::string>>> cells) {
  return {true, 0, "", "", std::move(cells)};
}

/// Answers by the node that is asked: who is writable, and what its table holds.
class TwoNodes : public Performer {
 public:
  bool a_writable = false;
  bool b_writable = true;
  std::vector<std::vector<std::optional<std::string>>> ids = {{"1"}, {"2"}, {"2"}};
  Result<Outcome> perform(const Action& action) override {
    const auto& sql = std::get<Sql>(action.what);
    const std::string node = sql.node.empty() ? action.host.name : sql.node;
    if (sql.statement.find("pg_is_in_recovery") != std::string::npos) {
      return rows({{(node == "db-a" ? a_writable : b_writable) ? "t" : "f"}});
    }
    return rows(ids);
  }
};

TEST_CASE("after the failover the writable node is read, doubles and all") {
  TwoNodes nodes;
  const Plan plan = plan_with_nodes();
  const LedgerReading read =
      read_ledger(nodes, plan, plan.ledgers.front(), events::Reading::after_failover);
  CHECK(read.about.error.empty());
  CHECK(read.about.node == "db-b");
  CHECK(read.about.writable);
  CHECK(read.ids == std::vector<std::int64_t>{1, 2, 2});
  CHECK(read.about.count == 3);
}

TEST_CASE("two writable nodes are both told, the survivor is read") {
  TwoNodes nodes;
  nodes.a_writable = true;
  const Plan plan = plan_with_nodes();
  const LedgerReading read =
      read_ledger(nodes, plan, plan.ledgers.front(), events::Reading::after_heal);
  CHECK(read.about.node == "db-b");
  CHECK(read.about.writable_nodes == std::vector<std::string>{"db-a", "db-b"});
}

TEST_CASE("the isolated side is the broken region's node, writable or not") {
  TwoNodes nodes;
  const Plan plan = plan_with_nodes();
  const LedgerReading read =
      read_ledger(nodes, plan, plan.ledgers.front(), events::Reading::isolated);
  CHECK(read.about.node == "db-a");
  CHECK_FALSE(read.about.writable);
}

TEST_CASE("what cannot be read is no evidence") {
  TwoNodes nodes;
  const Plan plan = plan_with_nodes();
  SUBCASE("no node accepts writes") { nodes.b_writable = false; }
  SUBCASE("an id is no number") { nodes.ids = {{"1x"}}; }
  SUBCASE("an id is null") { nodes.ids = {{std::nullopt}}; }
  const LedgerReading read =
      read_ledger(nodes, plan, plan.ledgers.front(), events::Reading::after_failover);
  CHECK_FALSE(read.about.error.empty());
}

TEST_CASE("replication is seen, or it is said why not") {
  ScriptedPerformer performer;
  Database database = plan_with_nodes().definition.inventory.databases["orders"];
  SUBCASE("it streams") {
    performer.on("pg_stat_replication", {rows({{"t", "2500"}})});
    const ReplicationSeen seen = look_at_replication(performer, database);
    CHECK(seen.streams);
    CHECK(seen.lag == std::chrono::microseconds{2500});
  }
  SUBCASE("nobody streams") {
    performer.on("pg_stat_replication", {rows({{"f", "0"}})});
    CHECK_FALSE(look_at_replication(performer, database).streams);
  }
  SUBCASE("nobody knows how to ask") {
    database.kind = "mariadb";
    CHECK(look_at_replication(performer, database).error.find("mariadb") != std::string::npos);
  }
  SUBCASE("the primary does not answer") {
    CHECK_FALSE(look_at_replication(performer, database).error.empty());
  }
}

}  // namespace
}  // namespace gameday
