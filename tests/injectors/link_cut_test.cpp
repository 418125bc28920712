// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

FaultPlan plan(const Params& params) {
  auto made = plan_in(two_regions(), k_injector_link_cut, params);
  if (!made) FAIL(made.error().text());
  return std::move(*made);
}

Params regions() { return params_of({{"from", "region-a"}, {"to", "region-b"}}); }

}  // namespace

TEST_CASE("two regions are parted both ways, in every IP version and on their interfaces") {
  const FaultPlan fault = plan(regions());
  REQUIRE(fault.changes.size() == 1);
  const std::string script = sent_by(fault.changes[0].apply);
  for (const char* rule :
       {"ip daddr @v4 ip saddr @peers_v4 counter", "ip saddr @v4 ip daddr @peers_v4 counter",
        "ip6 saddr @v6 ip6 daddr @peers_v6 counter", "iifname @ifaces oifname @peer_ifaces counter",
        "oifname @ifaces iifname @peer_ifaces counter"}) {
    CAPTURE(rule);
    CHECK(has(script, rule));
  }
  REQUIRE(fault.proofs.size() == 2);
  CHECK(fault.proofs[0].look.host == HostRef{"db-a"});
  CHECK(has(sent_by(fault.proofs[0].look), "10.77.2.10:5432"));
  CHECK(fault.proofs[1].look.host == HostRef{"db-b"});
}

TEST_CASE("one way: only what `from` sends is lost, and only that is proven") {
  Params params = regions();
  params.set("direction", std::string{"one-way"});
  const FaultPlan fault = plan(params);
  const std::string script = sent_by(fault.changes.at(0).apply);
  CHECK(has(script, "ip saddr @v4 ip daddr @peers_v4 counter"));
  CHECK_FALSE(has(script, "ip daddr @v4 ip saddr @peers_v4"));
  REQUIRE(fault.proofs.size() == 1);
  CHECK(fault.proofs[0].look.host == HostRef{"db-a"});
}

TEST_CASE("with iptables each pair is a rule") {
  Params params = regions();
  params.set("mechanism", std::string{"iptables"});
  const FaultPlan fault = plan(params);
  REQUIRE(fault.changes.size() == 2);
  const std::string script = sent_by(fault.changes[0].apply);
  CHECK(has(script, "-d 10.77.1.0/24 -s 10.77.2.0/24 "));
  CHECK(has(script, "-s 10.77.9.9 -d 10.77.2.0/24 "));
  CHECK(has(script, "-i to-a -o to-b "));
  CHECK_FALSE(has(script, "-nets -d 10.77.1.0/24 -m"));
}

TEST_CASE("a host can be parted from a region; one of no region, at the other's routers") {
  const FaultPlan fault = plan(params_of({{"from", "clients"}, {"to", "region-b"}}));
  const std::string script = sent_by(fault.changes.at(0).apply);
  CHECK(has(script, "add element inet gameday_0123abcd_18767d v4 { 10.77.0.10 }"));
  CHECK_FALSE(has(script, "ifaces"));
  CHECK(has(sent_by(fault.proofs.at(0).look), "--from 10.77.0.10"));
}

TEST_CASE("a link to oneself, to nobody, or without a router is refused") {
  const auto refused = [](const Params& params, const char* why) {
    const auto made = plan_in(two_regions(), k_injector_link_cut, params);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == ErrorKind::bad_input);
    CHECK(has(made.error().text(), why));
  };
  refused(params_of({{"from", "region-a"}, {"to", "region-a"}}), "from itself");
  refused(params_of({{"from", "region-a"}, {"to", "region-c"}}), "region-c");
  refused(params_of({{"from", "region-c"}, {"to", "region-a"}}), "region-c");
  Inventory inventory = two_regions();
  for (auto& [name, region] : inventory.regions) region.filtered_at.clear();
  CHECK_FALSE(plan_in(inventory, k_injector_link_cut, regions()));
}

}  // namespace gameday
