// SPDX-License-Identifier: Apache-2.0
#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

TEST_CASE("a template is started by its id; what did nothing is a mismatch") {
  AwsPlanning given;
  given.params.set("template", std::string{"EXT1"});
  given.params.set("ends_after", Duration{std::chrono::minutes{5}});
  const auto plan = given.plan(k_injector_aws_fis);
  REQUIRE(plan);
  CHECK(plan->asynchronous);
  const Change& change = plan->changes.at(0);
  CHECK(argv_of(change.apply).at(2) == Arg{"aws_fis"});
  CHECK(input_of(change.apply)["template_id"] == "EXT1");
  CHECK(change.dead_man == DeadMan::cloud);
  CHECK(change.expires_after == std::chrono::minutes{5});
  const Proof& proof = plan->proofs.at(0);
  const Outcome nothing{true, 0, R"({"state":"in_force","bite":"mismatch"})", {}};
  CHECK(matches(proof.refutes, nothing));
  CHECK_FALSE(matches(proof.confirms, nothing));
  CHECK(read_seen(change.verify, nothing) == Seen::in_force);
  CHECK(matches(proof.confirms, Outcome{true, 0, R"({"bite":"confirmed"})", {}}));
}
