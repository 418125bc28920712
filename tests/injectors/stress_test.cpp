// SPDX-License-Identifier: Apache-2.0
// That stress-ng really loads, and ends, is seen in tests/regions/host_load_test.cpp.
#include "injectors/stress.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 4;  ///< behind perl -e PROGRAM --
const std::string k_file = "/run/gameday/1a2b3c4d.fault.mine.db-a.load";

struct Loaded {
  Loaded() { stress(change, load); }

  ServiceFixture there;
  FaultScope scope = there.scope();
  StressLoad load{there.inventory.hosts.at("db-a"), scope, "cpu", {"2", "80"}};
  Change change = [] {
    Change made;
    made.id = "fault.mine.db-a";
    return made;
  }();
};

}  // namespace

TEST_CASE("a load is started with its time limit, and stopped by its pid file and program") {
  const Loaded loaded;
  const Change& change = loaded.change;
  CHECK(words_of(change.apply, k_words) == k_file + " cpu 2 80 18");
  CHECK(words_of(*change.revert) ==
        "start-stop-daemon --stop --oknodo --quiet --remove-pidfile --retry TERM/3/KILL/3 "
        "--pidfile " +
            k_file + " --exec /usr/bin/stress-ng");
  CHECK(change.dead_man == DeadMan::server);
  CHECK(change.expires_after == std::chrono::seconds{18});
  CHECK(std::ranges::any_of(change.plant, [](const Action& action) {
    return words_of(action).ends_with("1a2b3c4d.fault.mine.db-a.json");
  }));
}

TEST_CASE("a load that ended by itself is ours without effect, until its pid file is gone") {
  const Loaded loaded;
  const Verify& verify = loaded.change.verify;
  CHECK(read_seen(verify, Outcome{true, 0, {}, {}, {}}) == Seen::in_force);
  CHECK(read_seen(verify, Outcome{false, 1, {}, {}, {}}) == Seen::inert);
  CHECK(read_seen(verify, Outcome{false, 3, {}, {}, {}}) == Seen::gone);
  CHECK(read_seen(verify, Outcome{false, 4, {}, {}, {}}) == Seen::unclear);
}

TEST_CASE("the proof measures what was asked for") {
  const Loaded loaded;
  const Proof proof = stress_proof(loaded.change, loaded.load);
  CHECK(words_of(proof.look, k_words) == k_file + " cpu 2 80");
  CHECK(matches(proof.confirms, Outcome{true, 0, {}, {}, {}}));
  CHECK(matches(proof.refutes, Outcome{false, 1, {}, {}, {}}));
  CHECK_FALSE(matches(proof.refutes, Outcome{false, 2, {}, {}, {}}));
}
