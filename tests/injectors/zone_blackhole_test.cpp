// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/injectors/two_regions.hpp"

namespace gameday {

TEST_CASE("a zone is cut by its own networks, at its own filter hosts") {
  const auto fault =
      plan_in(two_regions(), k_injector_zone_blackhole, params_of({{"zone", "zone-a2"}}));
  REQUIRE(fault);
  REQUIRE(fault->changes.size() == 1);
  const std::string script = sent_by(fault->changes[0].apply);
  CHECK(has(script, "v4 { 10.77.1.20 }"));
  CHECK_FALSE(has(script, "10.77.1.0/24"));
  CHECK(fault->changes[0].dead_man == DeadMan::kernel);
}

TEST_CASE("a zone is proven dark from an address of its own, towards the other regions only") {
  const auto fault =
      plan_in(two_regions(), k_injector_zone_blackhole, params_of({{"zone", "zone-a2"}}));
  REQUIRE(fault);
  REQUIRE(fault->proofs.size() == 2);
  CHECK(sent_by(fault->proofs[0].look) == "@gameday dial 10.77.1.20:8080 --timeout 500ms");
  CHECK(fault->proofs[1].inside);
  CHECK(fault->proofs[1].look.host == HostRef{"app-a"});
  CHECK(sent_by(fault->proofs[1].look) ==
        "@gameday dial 10.77.2.10:5432 --timeout 500ms --from 10.77.1.20");
}

TEST_CASE("a zone that is none is refused, with the nearest name") {
  const auto fault =
      plan_in(two_regions(), k_injector_zone_blackhole, params_of({{"zone", "zone-a3"}}));
  REQUIRE_FALSE(fault);
  CHECK(fault.error().kind == ErrorKind::bad_input);
  CHECK(has(fault.error().text(), "zone-a2"));
}

}  // namespace gameday
