// SPDX-License-Identifier: Apache-2.0
// How the cut of a region ends: by the kernel with nobody alive, and by whoever finds it without
// any record; nothing of anybody else's is touched.
// also as an ordinary user
#include <doctest/doctest.h>

#include <chrono>

#include "tests/regions/support/cut.hpp"

namespace gameday::regions {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_CASE(
    "with nobody alive the kernel lifts it at the deadline, and the rest can be cleared away") {
  const Lab lab{"blackhole-end"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  // xt_time knows whole seconds of the wall clock only.
  const auto latest_of = [](const Variant& variant) {
    return &variant.mechanism == &k_mechanism_nftables ? 400ms : 1400ms;
  };
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    Cut cut{lab, variant, cut_of({"10.77.1.0/24", "10.77.9.9"}, {}, 2s)};
    const auto began = Clock::now();
    REQUIRE(cut.apply());
    CHECK(dial(lab, "clients", k_ways[0]) == k_timed_out);
    REQUIRE(eventually([&] { return dial(lab, "clients", k_ways[0]) == k_connected; }, 5s));
    const auto lifted = Clock::now() - began;
    CHECK(lifted > 1900ms);
    CHECK(lifted < 2s + latest_of(variant) + 250ms);  // and the dial that was under way
    CHECK(cut.is(Seen::inert));
    REQUIRE(cut.revert());
    CHECK(cut.is(Seen::gone));
  }
  CHECK(all_rules(lab) == before);
}

TEST_CASE("an ipset that expires lifts a cut by iptables as well") {
  const Lab lab{"blackhole-end"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  for (const Variant& variant : variants().subspan(1)) {
    CAPTURE(variant.backend);
    CutSpec spec = cut_of({"10.77.1.0/24", "fd77:0:0:1::/64"}, {}, 2s);
    spec.iptables_timer = IptablesTimer::ipset;
    Cut cut{lab, variant, spec};
    REQUIRE(cut.apply());
    CHECK(cut.is(Seen::in_force));
    CHECK(reached(lab).starts_with("--"));
    REQUIRE(eventually([&] { return dial(lab, "clients", k_ways[0]) == k_connected; }, 5s));
    REQUIRE(eventually([&] { return dial(lab, "clients", k_ways[1]) == k_connected; }, 2s));
    CHECK(cut.is(Seen::inert));
    REQUIRE(cut.revert());
    CHECK(cut.is(Seen::gone));
  }
  CHECK(all_rules(lab) == before);
  CHECK(lab.on("router", {"ipset", "list", "-name"}).out.empty());
}

TEST_CASE("two faults of one run on one host neither meet nor lift each other") {
  const Lab lab{"blackhole-end"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    CutSpec second = cut_of({"fd77:0:0:1::/64"}, {});
    second.fault = "cut-b";
    Cut first{lab, variant, cut_of({"10.77.1.0/24"}, {})};
    Cut other{lab, variant, second};
    REQUIRE(first.apply());
    REQUIRE(other.apply());
    CHECK(reached(lab) == "--+");
    REQUIRE(first.revert());
    CHECK(first.is(Seen::gone));
    CHECK(other.is(Seen::in_force));
    CHECK(reached(lab) == "+-+");
    CHECK(first.recover() == 1);
    CHECK(reached(lab) == "+++");
  }
  CHECK(all_rules(lab) == before);
}

TEST_CASE("what is ours is found without any record and lifted; what is not is refused and left") {
  const Lab lab{"blackhole-end"};
  put_foreign_rules(lab);
  const std::string before = all_rules(lab);
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    Cut cut{lab, variant, whole_region()};
    REQUIRE(cut.apply());
    CHECK(cut.recover() == cut.changes().size());
    CHECK(cut.is(Seen::gone));
    CHECK(cut.recover() == 0);
    CHECK(all_rules(lab) == before);
  }
  REQUIRE(lab.on("router", {"nft", "-f", "-"},
                 "table inet gameday_0123abcd_18767d {\n chain x {\n }\n}\n")
              .status == 0);
  Cut cut{lab, variants()[0], whole_region()};
  const auto applied = cut.performer().perform(cut.changes().front().apply);
  REQUIRE(applied);
  CHECK_FALSE(applied->ok);
  CHECK(applied->err.find("File exists") != std::string::npos);
  CHECK(cut.is(Seen::foreign));
  CHECK(cut.recover() == 0);
  CHECK(reached(lab) == "+++");
}

}  // namespace gameday::regions
