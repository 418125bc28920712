// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/gates.hpp"
#include "tests/runbooks/support/sample.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

GateSpec gate() {
  GateSpec gate{.name = "caught_up", .kind = "caught_up", .params = {}};
  gate.params.set("database", std::string{"orders"});
  return gate;
}

TEST_CASE("the new primary is asked for the standby at the old one's address") {
  Inventory inventory = sample_inventory();
  inventory.hosts["db-a"].address = "10.77.1.10";
  GateSpec spec = gate();
  spec.params.set("within", Duration{250ms});
  const auto planned = k_gate_caught_up.plan(spec, {inventory, "region-a", "region-b"});
  REQUIRE(planned);
  CHECK(planned->when == GateTime::before_clients);
  CHECK(planned->patience == 5s);
  const auto& query = std::get<Sql>(planned->looks.at(0).look.what);
  CHECK(query.node == "db-b");
  CHECK(query.statement.find("host(client_addr) = '10.77.1.10'") != std::string::npos);
  CHECK(query.statement.find("'250000 microseconds'") != std::string::npos);
  CHECK(planned->looks[0].open.first_cell == "t");
}

TEST_CASE("a standby that no address tells apart must be named") {
  const Inventory inventory = sample_inventory();
  const GateScope scope{inventory, "region-a", "region-b"};
  GateSpec spec = gate();
  CHECK_FALSE(k_gate_caught_up.plan(spec, scope));
  spec.params.set("standby", std::string{"o'neil"});
  const auto planned = k_gate_caught_up.plan(spec, scope);
  REQUIRE(planned);
  CHECK(std::get<Sql>(planned->looks[0].look.what).statement.find("'o''neil'") !=
        std::string::npos);
}

}  // namespace
}  // namespace gameday
