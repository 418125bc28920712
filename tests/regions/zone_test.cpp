// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// A zone goes dark while its region goes on, and a cut of some ports only.
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/regions/support/cut.hpp"
#include "tests/regions/support/made_fault.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {

TEST_CASE("a zone is out of reach, its neighbour is not, and nothing is left of it") {
  const Lab lab{"zone"};
  put_foreign_rules(lab);
  const std::string before = look_at_world(lab);
  for (const char* mechanism : {"nftables", "iptables"}) {
    CAPTURE(mechanism);
    Params params;
    params.set("zone", std::string{"zone-a2"});
    params.set("mechanism", std::string{mechanism});
    MadeFault fault{lab, k_injector_zone_blackhole, params};
    CHECK_FALSE(fault.proven());
    CHECK(fault.apply() == "");
    CHECK(fault.proven());  // from outside, and from the zone's own address
    CHECK(dial(lab, "clients", "10.77.1.20:8080") == k_timed_out);
    CHECK(dial(lab, "clients", "[fd77:0:0:1::20]:8080") == k_timed_out);
    CHECK(dial(lab, "clients", "10.77.1.10:5432") == k_connected);
    CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_connected);
    CHECK(fault.revert() == "");
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

TEST_CASE("only some ports are cut, in each mechanism and back end") {
  const Lab lab{"zone"};
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    CutSpec spec = whole_region();
    spec.ports = {"tcp/5432"};
    for (const bool reject : {false, true}) {
      spec.reject = reject;
      Cut cut{lab, variant, spec};
      REQUIRE(cut.apply());
      CHECK(cut.is(Seen::in_force));
      CHECK(dial(lab, "clients", "10.77.1.10:5432") == (reject ? k_refused : k_timed_out));
      CHECK(dial(lab, "clients", "[fd77:0:0:1::10]:5432") == (reject ? k_refused : k_timed_out));
      CHECK(dial(lab, "db-a", "10.77.2.10:5432") == (reject ? k_refused : k_timed_out));
      CHECK(dial(lab, "clients", "10.77.1.20:8080") == k_connected);
      CHECK(cut.counted() > 0);
      REQUIRE(cut.revert());
      CHECK(cut.is(Seen::gone));
    }
  }
}

}  // namespace gameday::regions
