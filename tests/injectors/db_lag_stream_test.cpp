// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/cut.hpp"
#include "injectors/db_lag.hpp"
#include "injectors/mechanisms.hpp"
#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using samples::Given;

namespace {

Given lag(const std::string& database, const std::string& on, const std::string& how) {
  return {{"database", database}, {"on", on}, {"how", how}};
}

std::string transaction(const Action& action) {
  return std::get<Netfilter>(action.what).transactions.at(0);
}

/// The table of every test here: "inet gameday_1a2b3c4d_<mark of the fault>".
std::string table() { return nft_table({"1a2b3c4d", "lag", "18s", false}); }

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("a held stream is dropped both ways, for these two servers only, and expires") {
  const auto planned = samples::plan_fault(k_injector_db_lag, lag("orders", "db-b", "hold"));
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(change.id == "fault.lag.router");
  CHECK(change.apply.host.name == "router");
  const std::string script = transaction(change.apply);
  CHECK(has(script, "create table " + table() + " "));
  CHECK(has(script, "add element " + table() + " ways { 10.77.1.10 . 10.77.2.10 . 5432 }"));
  CHECK(has(script, "timeout 18000ms"));
  CHECK(has(script, "ip saddr . ip daddr . tcp sport @ways"));
  CHECK(has(script, "ip daddr . ip saddr . tcp dport @ways"));
  CHECK_FALSE(has(script, "limit"));
  CHECK(has(script, "comment \"gameday run=1a2b3c4d fault=lag lasts=18s\""));
  CHECK(change.dead_man == DeadMan::kernel);
  CHECK(change.expires_after == Duration{18s});
  CHECK(transaction(*change.revert) == "add table " + table() + "; delete table " + table());
}

TEST_CASE("a throttled stream keeps its rate, in bytes, and a bucket that takes a segment") {
  Given given = lag("orders", "db-b", "throttle");
  auto slow = samples::plan_fault(k_injector_db_lag, given);
  REQUIRE(slow);
  CHECK(has(transaction(slow->changes.at(0).apply),
            "limit rate over 8000 bytes/second burst 4000 bytes"));
  CHECK_FALSE(has(transaction(slow->changes.at(0).apply), "dport"));
  given.emplace_back("rate_kbit", std::int64_t{10'000});
  auto fast = samples::plan_fault(k_injector_db_lag, given);
  REQUIRE(fast);
  CHECK(has(transaction(fast->changes.at(0).apply),
            "limit rate over 1250000 bytes/second burst 125000 bytes"));
}

TEST_CASE("our table without rules that can still match is ours, and is cleared away") {
  const auto planned = samples::plan_fault(k_injector_db_lag, lag("orders", "db-b", "hold"));
  const Verify& verify = planned->changes.at(0).verify;
  const std::string tag = "comment \"gameday run=1a2b3c4d fault=lag lasts=18s\"";
  CHECK(
      read_seen(verify,
                Outcome{true, 0, tag + " counter name \"held\" timeout 18s expires 3s", {}, {}}) ==
      Seen::in_force);
  CHECK(read_seen(verify, Outcome{true, 0, tag + " counter name \"held\"", {}, {}}) == Seen::inert);
  CHECK(read_seen(verify, Outcome{false,
                                  1,
                                  {},
                                  std::string{"Error: No such file or directory\n"} +
                                      "list table " + table() + "\n",
                                  {}}) == Seen::gone);
  CHECK(read_seen(verify, Outcome{true, 0, "table " + table() + " { }", {}, {}}) == Seen::foreign);
}

TEST_CASE("what is left of it is found as a cut by nftables is, by its name and tag") {
  const std::string listed = "table " + table() +
                             " {\n\tchain stream {\n\t\tcomment \"gameday run=1a2b3c4d fault=lag "
                             "lasts=18s\"\n\t}\n}\n";
  const auto found = k_mechanism_nftables.find_ours({"router"}, listed);
  REQUIRE(found.size() == 1);
  CHECK(has(transaction(*found.at(0).revert), "delete table " + table()));
}

TEST_CASE("MariaDB's stream is held as well, and proven where it is filtered") {
  const auto planned = samples::plan_fault(k_injector_db_lag, lag("stock", "maria-b", "hold"));
  REQUIRE(planned);
  CHECK(has(transaction(planned->changes.at(0).apply), "{ 10.77.1.50 . 10.77.2.50 . 3306 }"));
  REQUIRE(planned->proofs.size() == 1);
  const Proof& proof = planned->proofs.at(0);
  CHECK(matches(proof.confirms, Outcome{true, 0, "packets 12 bytes 1400", {}, {}}));
  CHECK_FALSE(matches(proof.confirms, Outcome{true, 0, "packets 0 bytes 0", {}, {}}));
  CHECK_FALSE(matches(proof.refutes, Outcome{true, 0, "packets 0 bytes 0", {}, {}}));
}

TEST_CASE("PostgreSQL is asked over the control path whether its standby falls behind") {
  const auto planned = samples::plan_fault(k_injector_db_lag, lag("orders", "db-b", "throttle"));
  REQUIRE(planned->proofs.size() == 2);
  const auto& question = std::get<Sql>(planned->proofs.at(1).look.what);
  CHECK(question.node == "db-a");
  CHECK(has(question.statement, "client_addr = '10.77.2.10'::inet"));
}

TEST_CASE("IPv6 servers; servers without addresses of one kind; a fault's name in the table's") {
  Inventory inventory = samples::two_databases();
  inventory.hosts["db-a"].address = "fd77:0:0:1::10";
  CHECK_FALSE(samples::plan_fault(k_injector_db_lag, lag("orders", "db-b", "hold"), inventory));
  inventory.hosts["db-b"].address = "fd77:0:0:2::10";
  const auto planned =
      samples::plan_fault(k_injector_db_lag, lag("orders", "db-b", "hold"), inventory);
  REQUIRE(planned);
  CHECK(
      has(transaction(planned->changes.at(0).apply), "type ipv6_addr . ipv6_addr . inet_service"));
  CHECK(has(transaction(planned->changes.at(0).apply), "ip6 saddr . ip6 daddr"));
  inventory.regions["region-b"].filtered_at.clear();
  CHECK_FALSE(samples::plan_fault(k_injector_db_lag, lag("orders", "db-b", "hold"), inventory));
}
