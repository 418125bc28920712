// SPDX-License-Identifier: Apache-2.0
#include "injectors/canary.hpp"

#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

TEST_CASE("the canary of a region that is named is dialled from this machine") {
  AwsPlanning planning;
  const FaultScope scope{.run_id = "1a2b3c4d", .fault = "cut", .inventory = planning.inventory};
  CHECK(canary_proofs(planning.params, scope)->empty());
  planning.params.set("region", std::string{"ireland"});
  const auto proofs = canary_proofs(planning.params, scope);
  REQUIRE(proofs);
  REQUIRE(proofs->size() == 1);
  CHECK(argv_of(proofs->at(0).look).at(2) == Arg{"192.0.2.1:443"});
  planning.params.set("region", std::string{"nowhere"});
  CHECK_FALSE(canary_proofs(planning.params, scope));
  planning.params.set("region", std::string{"ireland"});
  planning.inventory.vantage = "world";
  CHECK(canary_proofs(planning.params, scope)->empty());
}

TEST_CASE("out of reach is what times out; an answer refutes, and a refusal says neither") {
  const Proof proof = out_of_reach("192.0.2.1:443");
  const auto dialled = [](int status) { return Outcome{status == 0, status, {}, {}}; };
  CHECK(matches(proof.confirms, dialled(2)));
  CHECK(matches(proof.refutes, dialled(0)));
  CHECK_FALSE(matches(proof.confirms, dialled(1)));
  CHECK_FALSE(matches(proof.refutes, dialled(1)));
}
