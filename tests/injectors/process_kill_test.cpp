// SPDX-License-Identifier: Apache-2.0
// What the programs do to processes is seen in tests/drills/run/process_kill_here_test.cpp.
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 4;  ///< behind perl -e PROGRAM --

Params params(const std::string& service, const std::string& restart) {
  Params given;
  given.set("service", service);
  given.set("restart", restart);
  return given;
}

Outcome printed(const std::string& text) { return {true, 0, text, {}, {}}; }

}  // namespace

TEST_CASE("by gameday: the main process is killed, and started again by the revert or a timer") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_process_kill, std::string{"postgres-a"});
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  const std::string target = " /data/postmaster.pid <captured /pid> <captured /start>";
  CHECK(words_of(change.apply, k_words) == "kill" + target + " KILL 15");
  CHECK(words_of(*change.revert, k_words) == "start" + target + " 55 pg_ctl start");
  CHECK(words_of(change.plant.back()).ends_with("pg_ctl start"));
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(change.on_death == Fate::revert);
}

TEST_CASE("by gameday: in force while it is down, gone once it lives again or was never killed") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_process_kill, std::string{"postgres-a"});
  REQUIRE(plan);
  const Verify& verify = plan->changes.at(0).verify;
  CHECK(read_seen(verify, printed("killed and down\n")) == Seen::in_force);
  CHECK(read_seen(verify, printed("killed and back\n")) == Seen::gone);
  CHECK(read_seen(verify, printed("alive\n")) == Seen::gone);
  CHECK(read_seen(verify, Outcome{false, 2, {}, "no perl", {}}) == Seen::unclear);
}

TEST_CASE("by system: nothing is taken back, and a proof waits until it serves again") {
  const ServiceFixture there;
  Params given = params("postgres-a", "by-system");
  given.set("restarts_within", Duration{std::chrono::seconds{7}});
  given.set("signal", std::string{"TERM"});
  const auto plan = there.plan(k_injector_process_kill, given);
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  CHECK_FALSE(change.revert);
  CHECK(change.on_abort == Fate::hold);
  CHECK(change.plant.empty());
  CHECK(words_of(change.apply, k_words).ends_with("TERM 15"));
  CHECK(read_seen(change.verify, printed("killed and back\n")) == Seen::in_force);
  CHECK(read_seen(change.verify, printed("alive\n")) == Seen::gone);
  const Proof& proof = plan->proofs.at(0);
  CHECK(words_of(proof.look, k_words) == "/data/postmaster.pid 7 pg_isready");
  CHECK(proof.look.deadline > std::chrono::seconds{7});
}

TEST_CASE("a unit is started by systemd") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_process_kill, std::string{"web"});
  REQUIRE(plan);
  CHECK(words_of(*plan->changes.at(0).revert).ends_with("systemctl start web.service"));
  CHECK(words_of(*plan->changes.at(0).capture, k_words) == "web.service");
}

TEST_CASE("a kill that nobody could end well is refused") {
  ServiceFixture there;
  CHECK_FALSE(there.plan(k_injector_process_kill, std::string{"jobs"}));
  there.inventory.services["postgres-a"].start = {};
  const auto plan = there.plan(k_injector_process_kill, params("postgres-a", "by-gameday"));
  REQUIRE_FALSE(plan);
  CHECK(plan.error().text().find("by-system") != std::string::npos);
  CHECK(there.plan(k_injector_process_kill, params("postgres-a", "by-system")));
  Params endless = params("postgres-a", "by-system");
  endless.set("restarts_within", Duration{std::chrono::hours{1}});
  CHECK_FALSE(there.plan(k_injector_process_kill, endless));
}

TEST_CASE("a database that was fenced is not started again by the end of the fault") {
  ServiceFixture there;
  there.inventory.databases["orders"].nodes["db-a"].host = "db-a";
  FaultScope scope = there.scope();
  scope.fence_first = true;
  const auto plan = [&](const std::string& service, const std::string& restart) {
    return k_injector_process_kill.plan(params(service, restart), scope).has_value();
  };
  CHECK_FALSE(plan("postgres-a", "by-gameday"));
  CHECK(plan("postgres-a", "by-system"));
  CHECK(plan("web", "by-gameday"));
}
