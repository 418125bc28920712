// SPDX-License-Identifier: Apache-2.0
#include "injectors/blackhole.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

FaultPlan plan(const Inventory& inventory, const Params& params) {
  auto made = plan_blackhole(inventory.regions.at("region-a"), params,
                             {.run_id = "0123abcd",
                              .fault = "cut-a",
                              .inventory = inventory,
                              .expires_after = std::chrono::seconds{18}});
  if (!made) FAIL(made.error().text());
  return std::move(*made);
}

}  // namespace

TEST_CASE("only some ports are cut, and dialled: the canary's, or the first of them") {
  Params params;
  params.set("ports", std::vector<std::string>{"tcp/5432", "udp/53"});
  const Inventory inventory = two_regions();
  const FaultPlan own = plan(inventory, params);
  CHECK(has(sent_by(own.changes.at(0).apply), "ports { tcp . 5432,udp . 53 }"));
  CHECK(has(sent_by(own.proofs.at(0).look), "10.77.1.10:5432"));
  params.set("ports", std::vector<std::string>{"8080"});
  CHECK(has(sent_by(plan(inventory, params).proofs.at(0).look), "10.77.1.10:8080"));
  params.set("ports", std::vector<std::string>{"udp/53"});
  CHECK(plan(inventory, params).proofs.empty());
}

TEST_CASE("what lifts an iptables cut is chosen, and its set leaves a note") {
  Params params = params_of({{"mechanism", "iptables"}, {"deadman", "ipset"}});
  const Inventory inventory = two_regions();
  const FaultPlan sets = plan(inventory, params);
  REQUIRE(sets.changes.size() == 4);
  CHECK(sets.changes[0].id == "fault.cut-a.router.ipv4.timer");
  CHECK_FALSE(sets.changes[0].plant.empty());
  CHECK(sets.changes[1].plant.empty());
  CHECK(sets.changes[1].dead_man == DeadMan::kernel);
  params.set("deadman", std::string{"keeper"});
  const FaultPlan keeper = plan(inventory, params);
  REQUIRE(keeper.changes.size() == 2);
  CHECK(keeper.changes[0].dead_man == DeadMan::nobody);
  CHECK_FALSE(keeper.changes[0].expires_after);
}

TEST_CASE("that choice is refused where it would mean nothing") {
  const Inventory inventory = two_regions();
  const auto made =
      plan_blackhole(inventory.regions.at("region-a"), params_of({{"deadman", "ipset"}}),
                     {.run_id = "0123abcd",
                      .fault = "cut-a",
                      .inventory = inventory,
                      .expires_after = std::chrono::seconds{18}});
  REQUIRE_FALSE(made);
  CHECK(has(made.error().text(), "iptables only"));
}

}  // namespace gameday
