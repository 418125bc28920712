// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/gates.hpp"
#include "tests/runbooks/support/sample.hpp"

namespace gameday {
namespace {

TEST_CASE("without a word of the drill a person is asked") {
  const Inventory inventory = sample_inventory();
  const GateScope scope{inventory, "region-a", "region-b"};
  GateSpec gate{.name = "reconciled", .kind = "reconciled", .params = {}};
  CHECK(k_gate_reconciled.plan(gate, scope)->stranded == StrandedWord::ask);
  gate.params.set("stranded", std::string{"keep"});
  CHECK(k_gate_reconciled.plan(gate, scope)->stranded == StrandedWord::keep);
  gate.params.set("stranded", std::string{"lost"});
  const auto planned = k_gate_reconciled.plan(gate, scope);
  CHECK(planned->stranded == StrandedWord::lost);
  CHECK(planned->when == GateTime::start);
  CHECK(planned->looks.empty());
  CHECK(planned->summary.find("declared lost") != std::string::npos);
}

}  // namespace
}  // namespace gameday
