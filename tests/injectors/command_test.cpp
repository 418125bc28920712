// SPDX-License-Identifier: Apache-2.0
// That the samples of docs/ work is seen in tests/drills/run/command_fault_test.cpp.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/injectors.hpp"

using namespace gameday;
using Words = std::vector<std::string>;

namespace {

Result<FaultPlan> plan(const std::map<std::string, Words>& lists) {
  static const Inventory k_inventory = [] {
    Inventory made;
    Host host;
    host.name = "app-a";
    made.hosts["app-a"] = host;
    return made;
  }();
  Params params;
  params.set("host", std::string{"app-a"});
  for (const auto& [key, words] : lists) params.set(key, words);
  return k_injector_command.plan(params, {.run_id = "1a2b3c4d",
                                          .fault = "flag",
                                          .inventory = k_inventory,
                                          .expires_after = std::chrono::seconds{18}});
}

}  // namespace

TEST_CASE("three commands make a change, with the revert in a timer on the host") {
  const auto planned = plan(
      {{"apply", {"touch", "/x-${run}"}}, {"verify", {"test", "-e"}}, {"revert", {"rm", "-f"}}});
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(std::get<Exec>(change.apply.what).argv.at(1) == Arg{"/x-1a2b3c4d"});
  CHECK(change.verify.gone.status == 1);
  CHECK_FALSE(change.capture);
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(std::get<Exec>(change.plant.back().what).argv.back() == Arg{"-f"});
}

TEST_CASE("a program is called with a word, and gets what was captured") {
  const auto planned = plan({{"program", {"/opt/fault", "x"}}});
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(std::get<Exec>(change.capture->what).argv ==
        std::vector<Arg>{"/opt/fault", "x", "capture"});
  const auto ready = resolve(change, Json{{"json", {{"level", 3}}}}, WallTime{});
  REQUIRE(ready);
  std::string input;
  for (const Arg& piece : std::get<Exec>(ready->apply.what).stdin_text) {
    input += std::get<std::string>(piece);
  }
  const Json asked = Json::parse(input);
  CHECK(asked["captured"]["level"] == 3);
  CHECK(asked["run"] == "1a2b3c4d");
  CHECK(asked["params"] == Json::object());
}

TEST_CASE("half a command, or both ways at once, is refused") {
  CHECK_FALSE(plan({}));
  CHECK_FALSE(plan({{"apply", {"a"}}, {"verify", {"b"}}}));
  CHECK_FALSE(plan({{"program", {"p"}}, {"apply", {"a"}}}));
}
