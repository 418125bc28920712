// SPDX-License-Identifier: Apache-2.0
// The ways into a region, each cut by what it is named by; one direction alone; and refusal instead
// of silence.
// also as an ordinary user
#include <doctest/doctest.h>

#include "tests/regions/support/cut.hpp"

namespace gameday::regions {

TEST_CASE("networks, virtual addresses and interfaces each cut their own way in") {
  const Lab lab{"blackhole-ways"};
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    const auto with = [&](const CutSpec& spec) {
      Cut cut{lab, variant, spec};
      REQUIRE(cut.apply());
      const std::string shown = reached(lab);
      REQUIRE(cut.revert());
      return shown;
    };
    CHECK(with(cut_of({"10.77.1.0/24"}, {})) == "-++");
    CHECK(with(cut_of({"fd77:0:0:1::/64"}, {})) == "+-+");
    CHECK(with(cut_of({"10.77.9.9"}, {})) == "++-");
    CHECK(with(cut_of({}, {"to-a"})) == "---");
    CHECK(with(cut_of({"10.77.1.0/24", "10.77.0.0/16", "10.77.1.10"}, {})) == "-+-");
  }
}

TEST_CASE("one direction is enough to cut a connection, and a rejected one is refused at once") {
  const Lab lab{"blackhole-ways"};
  for (const Variant& variant : variants()) {
    CAPTURE(variant.mechanism.name);
    CAPTURE(variant.backend);
    for (const bool in : {true, false}) {
      CutSpec spec = whole_region();
      spec.cut_in = in;
      spec.cut_out = !in;
      Cut cut{lab, variant, spec};
      REQUIRE(cut.apply());
      CHECK(cut.is(Seen::in_force));
      CHECK(reached(lab) == "---");
      CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_timed_out);
      REQUIRE(cut.revert());
    }
    CutSpec spec = whole_region();
    spec.reject = true;
    Cut cut{lab, variant, spec};
    REQUIRE(cut.apply());
    for (const std::string& way : k_ways) CHECK(dial(lab, "clients", way) == k_refused);
    CHECK(dial(lab, "db-a", "10.77.2.10:5432") == k_refused);
    REQUIRE(cut.revert());
  }
}

}  // namespace gameday::regions
