// SPDX-License-Identifier: Apache-2.0
#include "injectors/queue_stall.hpp"

#include "tests/injectors/stalled_queue.hpp"

using namespace gameday;

namespace {

std::string why(const std::map<std::string, std::string>& params) {
  const Inventory there = fakes::queues();
  const auto planned = fakes::plan_stall(params, there);
  REQUIRE_FALSE(planned);
  return planned.error().text();
}

}  // namespace

TEST_CASE("which node is to be stalled must be clear") {
  CHECK(why({{"queue", "jobs"}, {"how", "pause"}}).find("2 nodes") != std::string::npos);
  CHECK(
      why({{"queue", "jobs"}, {"how", "pause"}, {"on", "rabbit-a"}}).find("no node on rabbit-a") !=
      std::string::npos);
  CHECK(why({{"queue", "jbos"}, {"how", "pause"}}).find("did you mean jobs") != std::string::npos);
  CHECK(why({{"queue", "jobs"}, {"how", "pause"}, {"on", "queue-c"}}).find("no host") !=
        std::string::npos);
}

TEST_CASE("a way that the server does not have is refused") {
  CHECK(why({{"queue", "mail"}, {"how", "pause"}}).find("no way to stall") != std::string::npos);
  CHECK(why({{"queue", "jobs"}, {"how", "reject-publish"}, {"on", "queue-a"}})
            .find("no way to stall") != std::string::npos);
}

TEST_CASE("a consumer of any queue is frozen where it is named") {
  Inventory there = fakes::queues();
  Service worker;
  worker.name = "worker";
  worker.host = "queue-b";
  worker.pid_file = "/run/worker.pid";
  there.services["worker"] = worker;
  for (const char* queue : {"jobs", "mail"}) {
    const auto planned = fakes::plan_stall(
        {{"queue", queue}, {"how", "freeze-consumer"}, {"service", "worker"}}, there);
    REQUIRE(planned);
    const Change& change = planned->changes.at(0);
    CHECK(change.id == "fault.stall.worker");
    CHECK(change.apply.host.name == "queue-b");
    CHECK(change.summary.find(queue) != std::string::npos);
    CHECK(change.dead_man == DeadMan::timer);
    CHECK(planned->proofs.size() == 1);
  }
  CHECK(why({{"queue", "jobs"}, {"how", "freeze-consumer"}}).find("needs a `service`") !=
        std::string::npos);
  CHECK(
      why({{"queue", "jobs"}, {"how", "freeze-consumer"}, {"service", "wroker"}}).find("wroker") !=
      std::string::npos);
  CHECK(why({{"queue", "mail"}, {"how", "reject-publish"}, {"service", "worker"}})
            .find("only with that") != std::string::npos);
}
