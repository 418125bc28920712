// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/gates.hpp"
#include "tests/runbooks/support/sample.hpp"

namespace gameday {
namespace {

TEST_CASE("the old primary's host is reached, whether its server runs or not") {
  const Inventory inventory = sample_inventory();
  GateSpec gate{.name = "reachable", .kind = "reachable", .params = {}};
  const GateScope scope{inventory, "region-a", "region-b"};
  CHECK_FALSE(k_gate_reachable.plan(gate, scope));
  gate.params.set("database", std::string{"orders"});
  const auto planned = k_gate_reachable.plan(gate, scope);
  REQUIRE(planned);
  CHECK(planned->when == GateTime::start);
  REQUIRE(planned->looks.size() == 1);
  CHECK(planned->looks[0].look.host.name == "db-a");
  CHECK(argv_of(planned->looks[0].look) == Words{"true"});
  CHECK_FALSE(planned->stranded);
}

}  // namespace
}  // namespace gameday
