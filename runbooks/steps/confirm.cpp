// SPDX-License-Identifier: Apache-2.0
// Asks a person; changes nothing. The answer, by whom and when, is part of the record.
#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "question", .help = "what is asked", .fallback = "the step's text"},
};

Result<StepPlan> plan(const StepSpec& step, const StepScope&) {
  std::string question = step.params.get<std::string>("question", step.text);
  if (question.empty()) {
    return cannot_plan(step, "there is nothing to ask", "add a `question`, or a `text`");
  }
  return StepPlan{{}, {}, std::move(question)};
}

}  // namespace

const StepKind k_step_confirm{
    .name = "confirm",
    .summary = "a person is asked",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
