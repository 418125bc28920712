// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// The lab's real Redis, stalled in each way: jobs wait, none is lost, orders go on.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "injectors/injectors.hpp"
#include "tests/regions/support/fault_in_force.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

using Words = std::vector<std::string>;

ProcessOutcome redis(const Lab& lab, Words command, bool bounded = false) {
  Words argv{"redis-cli", "-s", lab.folder() / "queue-a.sock"};
  if (bounded) argv.insert(argv.begin(), {"timeout", "0.3"});
  argv.insert(argv.end(), command.begin(), command.end());
  return lab.on("queue-a", argv);
}

/// Jobs that no worker has finished; -1 = the server does not say.
int waiting(const Lab& lab) {
  std::istringstream lines{redis(lab, {"XINFO", "GROUPS", "jobs"}).out};
  int found = 0;
  int sum = 0;
  for (std::string name, value; std::getline(lines, name) && std::getline(lines, value);) {
    if (name != "pending" && name != "lag") continue;
    ++found;
    sum += std::atoi(value.c_str());
  }
  return found == 2 ? sum : -1;
}

/// Places an order as a client does; empty where it was not taken within a second and a half.
std::string place(const Lab& lab, const std::string& key) {
  const auto told =
      lab.on("clients", {"curl", "-sf", "--max-time", "1.5", "-H", "Idempotency-Key: " + key, "-d",
                         R"({"item":"tea","quantity":1})", "http://10.77.0.12/orders"});
  return told.status == 0 ? Json::parse(told.out).at("id").get<std::string>() : "";
}

bool is_processed(const Lab& lab, const std::string& order) {
  const auto told = lab.on("clients", {"curl", "-s", "http://10.77.0.12/orders/" + order});
  return told.status == 0 && Json::parse(told.out).at("processed") == true;
}

Words all_of(const std::vector<Seen>& seen) {
  Words words;
  for (const Seen each : seen) words.emplace_back(to_string(each));
  return words;
}

}  // namespace

TEST_CASE("queue_stall: jobs wait, orders are taken, and everything is caught up afterwards") {
  const Lab lab{"queue", {"--with", "redis"}};
  const Inventory there = inventory_of("queue_stall", lab);
  REQUIRE(eventually([&] { return is_processed(lab, place(lab, "before")); }, 5s));
  const std::string before = look_at_world(lab);
  for (const std::string how : {"pause", "bar-consumers"}) {
    CAPTURE(how);
    FaultInForce fault{
        k_injector_queue_stall, there, {{"queue", "jobs"}, {"how", how}, {"on", "queue-a"}}, 20s};
    // A worker that was already waiting for its next job still gets one.
    const std::string first = place(lab, "first-" + how);
    CHECK(first != "");
    (void)eventually([&] { return is_processed(lab, first); }, 500ms);
    const std::string order = place(lab, "during-" + how);
    CHECK(order != "");
    CHECK_FALSE(eventually([&] { return is_processed(lab, order); }, 700ms));
    fault.revert();
    CHECK(eventually([&] { return is_processed(lab, order); }, 8s));
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

TEST_CASE("queue_stall: who may not send does not send, and may again") {
  const Lab lab{"queue", {"--with", "redis"}};
  const Inventory there = inventory_of("queue_stall", lab);
  const Words as_worker{"--user", "workers", "--pass", "any", "XADD", "other", "*", "a", "1"};
  CHECK(redis(lab, as_worker).out.find('-') != std::string::npos);
  FaultInForce fault{k_injector_queue_stall,
                     there,
                     {{"queue", "jobs"}, {"how", "bar-producers"}, {"on", "queue-a"}},
                     20s};
  CHECK(redis(lab, as_worker).out.find("NOPERM") != std::string::npos);
  fault.revert();
  CHECK(redis(lab, as_worker).out.find("NOPERM") == std::string::npos);
}

TEST_CASE("queue_stall: a frozen consumer leaves its jobs, and does them when it goes on") {
  const Lab lab{"queue", {"--with", "redis"}};
  const Inventory there = inventory_of("queue_stall", lab);
  REQUIRE(eventually([&] { return is_processed(lab, place(lab, "before")); }, 5s));
  REQUIRE(eventually([&] { return waiting(lab) == 0; }, 5s));
  FaultInForce fault{k_injector_queue_stall,
                     there,
                     {{"queue", "jobs"}, {"how", "freeze-consumer"}, {"service", "shop-a"}},
                     20s};
  // It names no order: whoever takes it is done with it at once.
  for (int i = 0; i < 3; ++i) (void)redis(lab, {"XADD", "jobs", "*", "order", "none"});
  CHECK_FALSE(eventually([&] { return waiting(lab) < 3; }, 1s));
  fault.revert();
  CHECK(eventually([&] { return waiting(lab) == 0; }, 8s));
}

TEST_CASE("queue_stall: with nobody alive the server, or the timer on its host, lets go") {
  const Lab lab{"queue", {"--with", "redis"}};
  const Inventory there = inventory_of("queue_stall", lab);
  const std::string before = look_at_world(lab);
  for (const std::string how : {"pause", "bar-consumers"}) {
    CAPTURE(how);
    FaultInForce fault{
        k_injector_queue_stall, there, {{"queue", "jobs"}, {"how", how}, {"on", "queue-a"}}, 3s};
    CHECK(eventually([&] { return all_of(fault.look()) == Words{"gone"}; }, 8s));
    fault.revert();
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

}  // namespace gameday::regions
