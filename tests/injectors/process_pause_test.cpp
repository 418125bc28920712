// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

TEST_CASE("a pause is one change, with a timer that continues it and a note") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_process_pause, std::string{"postgres-a"});
  REQUIRE(plan);
  REQUIRE(plan->changes.size() == 1);
  const Change& change = plan->changes.front();
  CHECK(change.id == "fault.mine.postgres-a");
  CHECK(change.apply.host.name == "db-a");
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(change.expires_after == std::chrono::seconds{18});
  CHECK(words_of(change.plant.back()).ends_with("<captured /pid> <captured /start>"));
  CHECK(words_of(change.plant.at(1)).ends_with("1a2b3c4d.fault.mine.postgres-a.json"));
  REQUIRE(plan->proofs.size() == 1);
  CHECK(plan->proofs.front().inside);
}

TEST_CASE("a unit's timer is systemd's where the host has it so") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_process_pause, std::string{"web"});
  REQUIRE(plan);
  const std::string timer = words_of(plan->changes.front().plant.back());
  CHECK(timer.starts_with("systemd-run"));
  CHECK(timer.ends_with("systemctl thaw web.service"));
}

TEST_CASE("a service that there is not is refused") {
  const ServiceFixture there;
  CHECK_FALSE(there.plan(k_injector_process_pause, std::string{"nothing"}));
}
