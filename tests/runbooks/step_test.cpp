// SPDX-License-Identifier: Apache-2.0
#include "runbooks/step.hpp"

#include <doctest/doctest.h>

#include "base/catalog.hpp"
#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

TEST_CASE("a statement that promotes is a point of no return, in whatever case it is written") {
  CHECK(promotes(sample_step("sql", {{"run", std::string{"select pg_promote()"}}})));
  CHECK(promotes(sample_step("sql", {{"run", std::string{"SELECT Pg_Promote(wait => true)"}}})));
  CHECK_FALSE(promotes(sample_step("sql", {{"run", std::string{"select pg_switch_wal()"}}})));
}

TEST_CASE("so is a command that says so, and whatever is marked") {
  CHECK(promotes(sample_step("command", {{"run", Words{"pg_ctl", "promote"}}})));
  CHECK_FALSE(promotes(sample_step("command", {{"run", Words{"systemctl", "start", "shop"}}})));
  CHECK_FALSE(promotes(sample_step("confirm", {{"question", std::string{"promote?"}}})));
  StepSpec marked = sample_step("traffic", {});
  CHECK_FALSE(promotes(marked));
  marked.point_of_no_return = true;
  CHECK(promotes(marked));
}

TEST_CASE("every kind of step has words for the operator, and only the fence fences") {
  for (const StepKind* kind : step_kinds()) {
    CAPTURE(kind->name);
    CHECK_FALSE(kind->summary.empty());
    CHECK_FALSE(kind->params.empty());
    CHECK(kind->fences == (kind->name == "fence"));
    for (const ParamSpec& param : kind->params) CHECK_FALSE(param.help.empty());
  }
  CHECK(find_kind(step_kinds(), "wait_for") == &k_step_wait_for);
}
