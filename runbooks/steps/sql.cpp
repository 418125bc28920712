// SPDX-License-Identifier: Apache-2.0
// Runs one statement on a database node over the control path, for instance a promotion, and
// believes it when the proof query says so. There is no way back: what it did is held, and only a
// failback undoes it.
#include <fmt/format.h>

#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "on", .required = true, .help = "the database node: region-b.db, or a host"},
    {.name = "run", .required = true, .help = "the statement"},
    {.name = "proof",
     .required = true,
     .help = "a query whose first cell is t once it is so, else f"},
};

Result<StepPlan> plan(const StepSpec& step, const StepScope& scope) {
  const std::string on = step.params.get<std::string>("on");
  const std::string statement = step.params.get<std::string>("run");
  const auto apply = query_on(step, scope, on, statement);
  if (!apply) return tl::unexpected{apply.error()};
  const auto look = query_on(step, scope, on, step.params.get<std::string>("proof"));
  if (!look) return tl::unexpected{look.error()};
  Change change = held_change(step, fmt::format("run \"{}\" on {}", statement, apply->host.name));
  change.apply = *apply;
  change.verify = {.look = *look, .in_force = {.first_cell = "t"}, .gone = {.first_cell = "f"}};
  return StepPlan{{std::move(change)}, {}, {}};
}

}  // namespace

const StepKind k_step_sql{
    .name = "sql",
    .summary = "a statement on a database node, proven by a query",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
