// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Params to_b(const char* mechanism) {
  return params_of({{"to", "region-b"}, {"mechanism", mechanism}});
}

FaultPlan plan(const Params& params) {
  auto made = plan_in(two_regions(), k_injector_link_degrade, params);
  if (!made) FAIL(made.error().text());
  return std::move(*made);
}

}  // namespace

TEST_CASE("with netem all of it is one change on each interface") {
  Params params = to_b("netem");
  params.set("delay", Duration{40ms});
  params.set("duplicate", 1.0);
  const FaultPlan fault = plan(params);
  REQUIRE(fault.changes.size() == 1);
  CHECK(fault.changes[0].id == "fault.cut-a.router.to-b");
  CHECK(has(sent_by(fault.changes[0].apply), "delay 40000us duplicate 1%"));
}

TEST_CASE("by parts each has its own mechanism, and the plan says which") {
  Params params = to_b("parts");
  params.set("delay", Duration{40ms});
  params.set("loss", 2.5);
  params.set("rate", std::string{"10mbit"});
  const FaultPlan fault = plan(params);
  REQUIRE(fault.changes.size() == 5);
  CHECK(has(fault.changes[0].summary, "tbf"));
  CHECK(has(fault.changes[1].summary, "lose 2.5 % of the packets"));
  CHECK(has(fault.changes[1].summary, "nftables table"));
  CHECK(has(sent_by(fault.changes[1].apply), "ip daddr @v4 numgen random mod 10000 < 250 counter"));
  CHECK_FALSE(has(sent_by(fault.changes[1].apply), "saddr"));
  CHECK(has(fault.changes[2].summary, "packet queue"));
  CHECK(fault.asynchronous);
  REQUIRE(fault.proofs.size() == 3);
  CHECK(has(sent_by(fault.proofs[0].look), "tc -s qdisc show dev to-b root"));
  CHECK(has(sent_by(fault.proofs[1].look), "list counter inet gameday_0123abcd_18767d in_v4"));
  CHECK(has(sent_by(fault.proofs[2].look), "dial 10.77.2.10:5432 --timeout 36ms"));
}

TEST_CASE("a delay is proven by a dial that would have been quicker") {
  Params params = to_b("parts");
  params.set("delay", Duration{40ms});
  params.set("jitter", Duration{10ms});
  FaultPlan fault = plan(params);
  REQUIRE(fault.proofs.size() == 1);
  CHECK_FALSE(fault.asynchronous);
  CHECK(fault.proofs[0].look.host == HostRef{"clients"});
  CHECK(sent_by(fault.proofs[0].look) == "@gameday dial 10.77.2.10:5432 --timeout 27ms");
  CHECK(fault.proofs[0].confirms.status == 2);
  CHECK(fault.proofs[0].refutes.status == 0);
  params.set("from", std::string{"region-a"});
  fault = plan(params);
  CHECK(fault.proofs.at(0).look.host == HostRef{"db-a"});
  CHECK(fault.proofs.at(0).inside);
  CHECK(has(sent_by(fault.changes.at(1).apply), "-s 10.77.1.0/24 -d 10.77.2.0/24"));
}

TEST_CASE("what parts cannot do is refused, and says so") {
  for (const char* key : {"duplicate", "reorder", "corrupt"}) {
    Params params = to_b("parts");
    params.set("delay", Duration{40ms});
    params.set(key, 1.0);
    const auto made = plan_in(two_regions(), k_injector_link_degrade, params);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == ErrorKind::bad_input);
    CHECK(has(made.error().text(), "need netem"));
  }
}

TEST_CASE("a side that is none, or nothing that leads to it, is refused") {
  const auto refused = [](const Inventory& inventory, Params params, const char* why) {
    params.set("rate", std::string{"1mbit"});
    const auto made = plan_in(inventory, k_injector_link_degrade, params);
    REQUIRE_FALSE(made);
    CHECK(has(made.error().text(), why));
  };
  Inventory inventory = two_regions();
  refused(inventory, params_of({{"to", "region-c"}}), "region-c");
  refused(inventory, params_of({{"to", "region-b"}, {"from", "nobody"}}), "nobody");
  refused(inventory, params_of({{"to", "region-b"}, {"from", "region-b"}}), "to itself");
  refused(inventory, params_of({{"to", "clients"}}), "no host filters");
  inventory.regions["region-b"].interfaces.clear();
  refused(inventory, params_of({{"to", "region-b"}}), "no interface leads");
}

}  // namespace gameday
