// SPDX-License-Identifier: Apache-2.0
#include "injectors/own_look.hpp"

#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE(
    "a fault of one change is confirmed by what its verify calls in force, and only by that") {
  Change change;
  change.id = "fault.x.y";
  change.verify.look.what = Exec{{"look"}};
  change.verify.in_force.status = 0;
  change.verify.gone.status = 1;
  const FaultPlan plan = one_change(change, "it says so", true);
  REQUIRE(plan.changes.size() == 1);
  CHECK(plan.changes[0] == change);
  REQUIRE(plan.proofs.size() == 1);
  const Proof& proof = plan.proofs[0];
  CHECK(proof.name == "it says so");
  CHECK(proof.inside);
  CHECK(proof.look == change.verify.look);
  CHECK(matches(proof.confirms, {true, 0, {}, {}, {}}));
  CHECK_FALSE(matches(proof.confirms, {false, 1, {}, {}, {}}));
  CHECK(matches(proof.refutes, {false, 1, {}, {}, {}}));
  CHECK_FALSE(own_look(change, "outside").inside);
}
