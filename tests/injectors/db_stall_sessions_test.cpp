// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/db_stall.hpp"
#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

struct Rig {
  Inventory inventory = samples::two_databases();
  FaultScope scope{
      .run_id = "1a2b3c4d", .fault = "lag", .inventory = inventory, .expires_after = 18s};
  FaultPlan plan;

  DatabaseSite site() { return find_site(scope, inventory.databases["orders"], "db-a").value(); }
  [[nodiscard]] const Change& change() const { return plan.changes.at(0); }
  [[nodiscard]] Json asked() const {
    const auto& exec = std::get<Exec>(change().apply.what);
    return Json::parse(std::get<std::string>(exec.stdin_text.at(0)));
  }
};

Outcome says(const std::string& word) { return {true, 0, word + "\n", {}, {}}; }

}  // namespace

TEST_CASE("connections are taken within what is free, each for its time only") {
  Rig rig;
  take_connections(rig.plan, rig.site(), rig.scope, 40);
  CHECK(rig.asked()["sessions"] == 40);
  CHECK(rig.asked()["within_free"] == true);
  CHECK(rig.asked()["script"] == "select pg_sleep(18)");
  CHECK(rig.change().expires_after == Duration{18s});
  CHECK(std::get<Sql>(rig.change().revert->what).params ==
        std::vector<Arg>{"gameday_1a2b3c4d_lag"});
}

TEST_CASE("a lock is waited for within a bound, and held in a transaction that ends by itself") {
  Rig rig;
  lock_table(rig.plan, rig.site(), rig.scope, "public.orders", "exclusive");
  CHECK(rig.asked()["script"] ==
        "set lock_timeout = '5s'; begin; lock table \"public\".\"orders\" in exclusive mode; "
        "select pg_sleep(18); commit");
  const std::string holds = rig.asked()["holds"];
  CHECK(holds.find("mode = 'ExclusiveLock'") != std::string::npos);
  CHECK(holds.find("granted") != std::string::npos);
}

TEST_CASE("held, left over, gone; and what cannot be seen is none of these") {
  Rig rig;
  lock_table(rig.plan, rig.site(), rig.scope, "orders", "access exclusive");
  const Verify& verify = rig.change().verify;
  CHECK(read_seen(verify, says("held by us")) == Seen::in_force);
  CHECK(read_seen(verify, says("left over")) == Seen::inert);
  CHECK(read_seen(verify, says("gone")) == Seen::gone);
  CHECK(read_seen(verify, Outcome{false, 1, {}, "could not connect", {}}) == Seen::unclear);
}

TEST_CASE("a lock is proven by a write that waits in vain") {
  Rig rig;
  lock_table(rig.plan, rig.site(), rig.scope, "orders", "access exclusive");
  const Proof& proof = rig.plan.proofs.at(0);
  CHECK(matches(proof.confirms,
                Outcome{false, 1, {}, "55P03: canceling statement due to lock timeout", {}}));
  CHECK(matches(proof.refutes, Outcome{true, 0, "DO", {}, {}}));
  CHECK_FALSE(matches(proof.refutes, Outcome{false, 1, {}, "42P01: no such table", {}}));
}
