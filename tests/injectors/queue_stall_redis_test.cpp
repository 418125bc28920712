// SPDX-License-Identifier: Apache-2.0
// That it stalls a real server is seen in tests/regions/queue_test.cpp.
#include <algorithm>

#include "tests/injectors/stalled_queue.hpp"

using namespace gameday;

namespace {

Change plan(const std::string& how) {
  const Inventory there = fakes::queues();
  auto planned = fakes::plan_stall({{"queue", "jobs"}, {"how", how}, {"on", "queue-a"}}, there);
  REQUIRE(planned);
  CHECK(planned->proofs.size() == 1);
  return planned->changes.at(0);
}

bool has_word(const Action& action, const std::string& word) {
  const auto& argv = std::get<Exec>(action.what).argv;
  return std::ranges::find(argv, Arg{word}) != argv.end();
}

}  // namespace

TEST_CASE("a pause ends by the server itself, no later than the fault may last") {
  const Change change = plan("pause");
  CHECK(change.id == "fault.stall.queue-a");
  CHECK(has_word(change.apply, "18000"));
  CHECK(has_word(change.apply, "/run/a.sock"));
  CHECK(change.dead_man == DeadMan::server);
  CHECK(change.expires_after == std::chrono::seconds{18});
  CHECK(change.verify.in_force.status == 124);
}

TEST_CASE("a right is taken and given back, by a timer on the host if need be") {
  for (const auto& [how, right] :
       {std::pair{"bar-consumers", "xreadgroup"}, std::pair{"bar-producers", "xadd"}}) {
    const Change change = plan(how);
    CHECK(has_word(change.apply, std::string{"-"} + right));
    CHECK(has_word(*change.revert, std::string{"+"} + right));
    CHECK(has_word(change.plant.back(), std::string{"+"} + right));
    CHECK(has_word(change.apply, "default"));
    CHECK(change.dead_man == DeadMan::timer);
  }
}

TEST_CASE("a right is looked at for the very stream") {
  const Change change = plan("bar-consumers");
  for (const char* word : {"DRYRUN", "jobs", "workers"}) CHECK(has_word(change.verify.look, word));
}
