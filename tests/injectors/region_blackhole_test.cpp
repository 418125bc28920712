// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Inventory sample() {
  Inventory inventory;
  inventory.vantage = "world";
  Region a{.name = "region-a",
           .networks = {"10.77.1.0/24", "fd77:0:0:1::/64"},
           .interfaces = {"to-a"},
           .virtual_addresses = {"10.77.9.9/32"},
           .filtered_at = {"router"},
           .canary = "10.77.1.10:5432"};
  Region b = a;
  b.name = "region-b";
  b.canary = "10.77.2.10:5432";
  inventory.regions = {{"region-a", a}, {"region-b", b}};
  const auto host = [&](std::string name, std::string region, std::string role, std::string zone) {
    inventory.hosts[name] = Host{.name = name,
                                 .region = std::move(region),
                                 .role = std::move(role),
                                 .transport = "lab",
                                 .address = "",
                                 .zone = std::move(zone)};
  };
  host("router", "", "", "router");
  host("balancer", "", "", "world");
  host("clients", "", "", "world");
  host("app-a", "region-a", "app", "region-a");
  host("db-a", "region-a", "db", "region-a");
  inventory.traffic["front"] =
      TrafficManager{.name = "front", .host = "balancer", .socket = "", .slots = {}};
  return inventory;
}

Result<FaultPlan> plan(const Inventory& inventory, const Params& params) {
  const FaultScope scope{"0123abcd", "cut-a", inventory, 18s, true};
  return k_injector_region_blackhole.plan(params, scope);
}

Params of_region(std::string region) {
  Params params;
  params.set("region", std::move(region));
  return params;
}

std::string text_of(const Action& action) {
  std::string text;
  if (const auto* netfilter = std::get_if<Netfilter>(&action.what)) {
    for (const std::string& line : netfilter->transactions) text += line + "\n";
  }
  if (const auto* exec = std::get_if<Exec>(&action.what)) {
    for (const Arg& arg : exec->argv) text += std::get<std::string>(arg) + " ";
    for (const Arg& arg : exec->stdin_text) {
      if (const auto* literal = std::get_if<std::string>(&arg)) text += *literal;
    }
  }
  return text;
}

bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

std::vector<const Proof*> proofs(const FaultPlan& fault, bool inside) {
  std::vector<const Proof*> found;
  for (const Proof& proof : fault.proofs) {
    if (proof.inside == inside) found.push_back(&proof);
  }
  return found;
}

}  // namespace

TEST_CASE("a region is cut by networks, virtual addresses and interfaces, with nftables") {
  const auto fault = plan(sample(), of_region("region-a"));
  REQUIRE(fault);
  CHECK(fault->mechanism == "nftables");
  REQUIRE(fault->changes.size() == 1);
  const std::string script = text_of(fault->changes[0].apply);
  for (const char* piece : {"10.77.1.0/24", "10.77.9.9", "fd77:0:0:1::/64", "\"to-a\"", "daddr",
                            "saddr", "fence=first", "18000ms"}) {
    CAPTURE(piece);
    CHECK(contains(script, piece));
  }
  CHECK(fault->changes[0].apply.host == HostRef{"router"});
  CHECK(fault->counters.size() == 1);
}

TEST_CASE("each host that filters gets its own change") {
  Inventory inventory = sample();
  inventory.regions["region-a"].filtered_at = {"router", "router-2"};
  const auto fault = plan(inventory, of_region("region-a"));
  REQUIRE(fault);
  REQUIRE(fault->changes.size() == 2);
  CHECK(fault->changes[0].id == "fault.cut-a.router");
  CHECK(fault->changes[1].id == "fault.cut-a.router-2");
  CHECK(fault->counters.size() == 2);
}

TEST_CASE("mechanism, direction and reject are passed on") {
  Params params = of_region("region-a");
  params.set("mechanism", std::string{"iptables"});
  params.set("direction", std::string{"in"});
  params.set("reject", true);
  const auto fault = plan(sample(), params);
  REQUIRE(fault);
  CHECK(fault->mechanism == "iptables");
  REQUIRE(fault->changes.size() == 2);
  const std::string script = text_of(fault->changes[0].apply);
  CHECK(contains(script, "iptables-restore"));
  CHECK(contains(script, "REJECT"));
  CHECK(contains(script, " -d 10.77.1.0/24"));
  CHECK_FALSE(contains(script, " -s "));
}

TEST_CASE("it is proven from where the clients are, and from within") {
  const auto fault = plan(sample(), of_region("region-a"));
  REQUIRE(fault);
  const auto outside = proofs(*fault, false);
  REQUIRE(outside.size() == 1);
  CHECK(outside[0]->look.host == HostRef{"clients"});  // rather than the balancer
  CHECK(text_of(outside[0]->look) == "@gameday dial 10.77.1.10:5432 --timeout 500ms ");
  CHECK(outside[0]->confirms.status == 2);
  CHECK(outside[0]->refutes.status == 0);
  const auto inside = proofs(*fault, true);
  REQUIRE(inside.size() == 1);
  CHECK(inside[0]->look.host == HostRef{"db-a"});
  CHECK(text_of(inside[0]->look) == "@gameday dial 10.77.2.10:5432 --timeout 500ms ");
  CHECK(inside[0]->confirms.status == 2);
}

TEST_CASE("with reject the side whose packets are answered sees a refusal") {
  const auto expect = [](const char* direction, int outside, int inside) {
    CAPTURE(direction);
    Params params = of_region("region-a");
    params.set("direction", std::string{direction});
    params.set("reject", true);
    const auto fault = plan(sample(), params);
    REQUIRE(fault);
    CHECK(proofs(*fault, false)[0]->confirms.status == outside);
    CHECK(proofs(*fault, true)[0]->confirms.status == inside);
  };
  expect("both", 1, 1);
  expect("in", 1, 2);
  expect("out", 2, 1);
}

TEST_CASE("without a vantage it is dialled from this machine, without canaries not at all") {
  Inventory inventory = sample();
  inventory.vantage.clear();
  inventory.regions["region-b"].canary.clear();
  const auto fault = plan(inventory, of_region("region-a"));
  REQUIRE(fault);
  REQUIRE(fault->proofs.size() == 1);
  CHECK(fault->proofs[0].look.host == HostRef{});
  inventory.regions["region-a"].canary.clear();
  CHECK(plan(inventory, of_region("region-a"))->proofs.empty());
}

TEST_CASE("a region that is none, or that nobody filters, is refused") {
  const auto unknown = plan(sample(), of_region("region-c"));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == ErrorKind::bad_input);
  Inventory inventory = sample();
  inventory.regions["region-a"].filtered_at.clear();
  CHECK_FALSE(plan(inventory, of_region("region-a")));
  inventory = sample();
  inventory.regions["region-a"].networks = {"nonsense"};
  CHECK_FALSE(plan(inventory, of_region("region-a")));
  Params params = of_region("region-a");
  params.set("mechanism", std::string{"magic"});
  CHECK_FALSE(plan(sample(), params));
}

TEST_CASE("the list of faults knows it, with words for the operator") {
  REQUIRE(std::ranges::count(injectors(), &k_injector_region_blackhole) == 1);
  CHECK_FALSE(k_injector_region_blackhole.breaks.empty());
  CHECK(k_injector_region_blackhole.params[0].required);
}
