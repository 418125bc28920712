// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

using Words = std::vector<std::string>;

StepSpec scaling(Words hosts) {
  return sample_step("scale", {{"hosts", std::move(hosts)},
                               {"run", Words{"start-worker", "{host}"}},
                               {"proof", Words{"is-serving", "{host}"}}});
}

}  // namespace

TEST_CASE("scale: one held change a node, with its proof on that node") {
  const auto plan = plan_step(k_step_scale, scaling({"region-b.db", "router"}));
  REQUIRE(plan);
  REQUIRE(plan->changes.size() == 2);
  const Change& first = plan->changes[0];
  CHECK(first.id == "step.the-step.db-b");
  CHECK(first.apply.host.name == "db-b");
  CHECK(argv_of(first.apply) == Words{"start-worker", "db-b"});
  CHECK(argv_of(first.verify.look) == Words{"is-serving", "db-b"});
  CHECK(first.verify.look.host.name == "db-b");
  CHECK(first.on_abort == Fate::hold);
  CHECK_FALSE(first.revert.has_value());
  CHECK(plan->changes[1].id == "step.the-step.router");
}

TEST_CASE("scale: nodes that there are, a program and a proof") {
  CHECK_FALSE(plan_step(k_step_scale, scaling({})));
  CHECK_FALSE(plan_step(k_step_scale, scaling({"nowhere"})));
  StepSpec without = scaling({"db-b"});
  without.params.set("proof", Words{});
  CHECK_FALSE(plan_step(k_step_scale, without));
}
