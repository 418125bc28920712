// SPDX-License-Identifier: Apache-2.0
#include "injectors/cut_plan.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_regions.hpp"

namespace gameday {

TEST_CASE("the parameters of a cut are read, with the deadline of the fault") {
  const Inventory inventory = two_regions();
  Params params = params_of({{"deadman", "ipset"}});
  params.set("reject", true);
  params.set("ports", std::vector<std::string>{"tcp/80"});
  const CutSpec spec = cut_of(params, {.run_id = "0123abcd",
                                       .fault = "x",
                                       .inventory = inventory,
                                       .expires_after = std::chrono::seconds{7},
                                       .fence_first = true});
  CHECK(spec.reject);
  CHECK(spec.ports == std::vector<std::string>{"tcp/80"});
  CHECK(spec.iptables_timer == IptablesTimer::ipset);
  CHECK(spec.expires_after == Duration{std::chrono::seconds{7}});
  CHECK(spec.fence_first);
}

TEST_CASE("a dial is confirmed by silence, or by a refusal where one is given") {
  FaultPlan plan;
  prove_by_dial(plan, {.name = "x", .from = {"db-a"}, .source = "", .canary = "10.0.0.1:80"}, {});
  prove_by_dial(plan,
                {.name = "x",
                 .from = {"db-a"},
                 .source = "10.0.0.2",
                 .canary = "[fd77::1]:80",
                 .refused = true},
                {});
  prove_by_dial(plan, {.name = "x", .from = {}, .source = "", .canary = ""}, {});
  REQUIRE(plan.proofs.size() == 2);
  CHECK(plan.proofs[0].confirms.status == 2);
  CHECK(plan.proofs[1].confirms.status == 1);
  CHECK(plan.proofs[1].refutes.status == 0);
  CHECK(has(sent_by(plan.proofs[1].look), "--from 10.0.0.2"));
}

TEST_CASE("clients dial from where they are, not from what stands in their way") {
  Inventory inventory = two_regions();
  inventory.hosts["balancer"] = inventory.hosts["clients"];
  inventory.traffic["front"].host = "balancer";
  CHECK(vantage_host(inventory) == HostRef{"clients"});
  inventory.hosts.erase("clients");
  CHECK(vantage_host(inventory) == HostRef{"balancer"});
  inventory.vantage.clear();
  CHECK(vantage_host(inventory) == HostRef{});
}

TEST_CASE("within a region its database dials, else any host") {
  Inventory inventory = two_regions();
  CHECK(inside_host(inventory, "region-a")->name == "db-a");
  inventory.hosts.erase("db-a");
  CHECK(inside_host(inventory, "region-a")->name == "app-a");
  CHECK(inside_host(inventory, "region-c") == nullptr);
}

}  // namespace gameday
