// SPDX-License-Identifier: Apache-2.0
#include "runbooks/gate.hpp"

#include <doctest/doctest.h>

#include "tests/runbooks/support/sample.hpp"

namespace gameday {
namespace {

const Result<Outcome> k_no_answer = fail(ErrorKind::timeout, "look", "db-a", "no answer");

TEST_CASE("a look is open only where it fits, and unknown where nothing was answered") {
  const GateLook program{.look = {{"db-a"}, {}, Exec{{std::string{"true"}}}},
                         .open = {.status = 0}};
  CHECK(read_gate(program, Outcome{true, 0, "", "", {}}) == GateState::open);
  CHECK(read_gate(program, Outcome{false, 255, "", "no route", {}}) == GateState::closed);
  CHECK(read_gate(program, k_no_answer) == GateState::unknown);
}

TEST_CASE("a query that failed tells nothing, one that says no is closed") {
  const GateLook query{.look = {{"db-b"}, {}, Sql{"orders", "db-b", "select"}},
                       .open = {.first_cell = "t"}};
  CHECK(read_gate(query, Outcome{true, 0, "", "", {{"t", "streaming"}}}) == GateState::open);
  CHECK(read_gate(query, Outcome{true, 0, "", "", {{"f", "catchup"}}}) == GateState::closed);
  CHECK(read_gate(query, Outcome{false, 1, "", "syntax", {}}) == GateState::unknown);
  CHECK(gate_detail(Outcome{true, 0, "", "", {{"f", "catchup"}}}) == "catchup");
  CHECK(gate_detail(Outcome{false, 1, "", "first\nsecond", {}}) == "first");
  CHECK(gate_detail(k_no_answer).find("no answer") != std::string::npos);
}

TEST_CASE("a gate finds the node of its database in a region") {
  const Inventory inventory = sample_inventory();
  const GateScope scope{inventory, "region-a", "region-b"};
  GateSpec gate{.name = "g", .kind = "reachable", .params = {}};
  CHECK_FALSE(gate_node(gate, scope, "region-a"));
  gate.params.set("database", std::string{"orders"});
  CHECK(gate_node(gate, scope, "region-a").value() == "db-a");
  CHECK_FALSE(gate_node(gate, scope, "region-c"));
}

TEST_CASE("the words for what a gate showed") {
  for (const GateState state : {GateState::open, GateState::closed, GateState::unknown}) {
    CHECK(parse_gate_state(to_string(state)) == state);
  }
  CHECK_FALSE(parse_gate_state("ajar"));
}

}  // namespace
}  // namespace gameday
