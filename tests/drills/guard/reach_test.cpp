// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/reach.hpp"

#include <doctest/doctest.h>

#include "tests/drills/plan/planned.hpp"

namespace gameday {
namespace {

Network network(std::string_view text) { return parse_network(text).value(); }

TEST_CASE("the sample changes the router and both databases, and loses region A") {
  const Reach reach = reach_of(samples::plan());
  CHECK(reach.changed == std::set<std::string>{"db-a", "db-b", "router"});
  CHECK(reach.outside.empty());
  CHECK(reach.lost == std::set<std::string>{"db-a", "router"});
  CHECK(reach.cut == merge_networks({network("10.77.1.0/24"), network("10.77.9.9"),
                                     network("fd77:0:0:1::/64")}));
  CHECK_FALSE(reach.this_machine);
  for (const char* name : {"region-a", "db-a", "region-a.db", "orders", "router"}) {
    CAPTURE(name);
    CHECK(reach.names.contains(name));
  }
}

TEST_CASE("a fault on a zone takes along the hosts whose addresses lie in it") {
  Plan plan = samples::plan();
  Region zone;
  zone.name = "zone-1";
  zone.networks = {"10.77.2.0/25"};
  plan.definition.inventory.zones["zone-1"] = zone;
  PlannedFault& fault = plan.faults.front();
  fault.spec.params = {};
  fault.spec.params.set("zone", std::string{"zone-1"});
  const Reach reach = reach_of(plan);
  CHECK(reach.lost.contains("db-b"));
  CHECK_FALSE(reach.lost.contains("db-a"));
  CHECK(reach.cut == std::vector{network("10.77.2.0/25")});
}

TEST_CASE("a cluster and its namespaces are called by their names") {
  Plan plan = samples::plan();
  PlannedFault& fault = plan.faults.front();
  fault.spec.params.set("cluster", std::string{"shop-live"});
  fault.spec.params.set("namespaces", std::vector<std::string>{"payments"});
  const Reach reach = reach_of(plan);
  CHECK(reach.names.contains("shop-live"));
  CHECK(reach.names.contains("payments"));
}

TEST_CASE("a host that is not in the lab is outside, and so is one that nobody knows") {
  Plan plan = samples::plan();
  plan.definition.inventory.hosts.at("router").transport = "ssh";
  CHECK(reach_of(plan).outside == std::set<std::string>{"router"});
  plan.definition.inventory.hosts.erase("db-b");
  CHECK(reach_of(plan).outside == std::set<std::string>{"db-b", "router"});
}

TEST_CASE("networks within networks") {
  CHECK(lies_within(network("10.1.2.3"), {network("10.0.0.0/8")}));
  CHECK(lies_within(network("10.0.0.0/8"), {network("fd00::/8"), network("10.0.0.0/8")}));
  CHECK_FALSE(lies_within(network("10.0.0.0/8"), {network("10.1.0.0/16")}));
  CHECK_FALSE(lies_within(network("10.0.0.0/8"), {}));
  CHECK(share_addresses(network("10.0.0.0/8"), network("10.1.0.0/16")));
  CHECK(share_addresses(network("10.1.0.0/16"), network("10.0.0.0/8")));
  CHECK_FALSE(share_addresses(network("10.1.0.0/16"), network("10.2.0.0/16")));
}

TEST_CASE("patterns") {
  CHECK(fits_pattern("db-a", "db-a"));
  CHECK(fits_pattern("db-a", "*"));
  CHECK(fits_pattern("db-a", "db-*"));
  CHECK(fits_pattern("db-a-db-b", "*db-b"));
  CHECK(fits_pattern("a.b.c", "a*b*c"));
  CHECK(fits_pattern("", "**"));
  CHECK_FALSE(fits_pattern("db-a", "db"));
  CHECK_FALSE(fits_pattern("db-a", "b-a"));
  CHECK_FALSE(fits_pattern("db-ab", "*a"));
  CHECK_FALSE(fits_pattern("db-a", ""));
}

}  // namespace
}  // namespace gameday
