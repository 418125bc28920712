// SPDX-License-Identifier: Apache-2.0
// What the programs do to processes is seen in tests/drills/run/freeze_here_test.cpp.
#include "injectors/freeze.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 4;  ///< behind perl -e PROGRAM --

Change frozen(const ServiceFixture& there, const std::string& name) {
  const Service& service = there.inventory.services.at(name);
  Change change;
  change.id = "fault.mine." + name;
  freeze_service(change, service, there.inventory.hosts.at(service.host), "1a2b3c4d");
  return change;
}

Outcome printed(const std::string& text) { return {true, 0, text, {}, {}}; }

}  // namespace

TEST_CASE("a tree is found by the pid file, and stopped by number and start time") {
  const ServiceFixture there;
  const Change change = frozen(there, "postgres-a");
  CHECK(words_of(*change.capture, k_words) == "/data/postmaster.pid");
  const std::string rest =
      "/run/gameday/1a2b3c4d.fault.mine.postgres-a.stopped <captured /pid> <captured /start>";
  CHECK(words_of(change.apply, k_words) == "stop " + rest);
  CHECK(words_of(change.verify.look, k_words) == "look " + rest);
  CHECK(words_of(*change.revert, k_words) == "continue " + rest);
  const auto captured = capture_value(change, printed("pid: 12\nstart: 345\nname: postgres\n"));
  REQUIRE(captured);
  CHECK(*captured == Json{{"pid", "12"}, {"start", "345"}});
}

TEST_CASE("the look tells frozen, half and thawed apart") {
  const ServiceFixture there;
  const Change change = frozen(there, "postgres-a");
  CHECK(read_seen(change.verify, printed("frozen\n")) == Seen::in_force);
  CHECK(read_seen(change.verify, printed("half\n")) == Seen::inert);
  CHECK(read_seen(change.verify, printed("thawed\n")) == Seen::gone);
  CHECK(read_seen(change.verify, Outcome{false, 2, {}, "no perl", {}}) == Seen::unclear);
}

TEST_CASE("a cgroup is named by its folder") {
  const ServiceFixture there;
  const Change change = frozen(there, "jobs");
  CHECK(words_of(*change.capture, k_words) == "/sys/fs/cgroup/jobs.slice/worker");
  CHECK(words_of(frozen_proof(there.inventory.services.at("jobs"), {}).look, k_words) ==
        "/sys/fs/cgroup/jobs.slice/worker");
}

TEST_CASE("a unit is frozen by systemd, and refused where it is frozen already") {
  const ServiceFixture there;
  const Change change = frozen(there, "web");
  CHECK(words_of(change.apply) == "systemctl freeze web.service");
  CHECK(words_of(*change.revert) == "systemctl thaw web.service");
  CHECK(capture_value(change, printed("FreezerState=running\n")));
  CHECK_FALSE(capture_value(change, printed("FreezerState=frozen\n")));
  CHECK(read_seen(change.verify, printed("FreezerState=frozen\n")) == Seen::in_force);
  CHECK(read_seen(change.verify, printed("FreezerState=running\n")) == Seen::gone);
  const Proof proof = frozen_proof(there.inventory.services.at("web"), {});
  CHECK(matches(proof.confirms, printed("FreezerState=frozen\n")));
}
