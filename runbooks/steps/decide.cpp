// SPDX-License-Identifier: Apache-2.0
// A person chooses between ways that have names; changes nothing. Each choice may name the step
// that follows. What was chosen, by whom and when, is part of the record.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runbooks/planning.hpp"
#include "runbooks/steps.hpp"
#include "runbooks/ways.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    {.name = "question", .help = "what is asked", .fallback = "the step's text"},
    {.name = "choices",
     .type = ParamType::table,
     .required = true,
     .help = "each choice and the step that follows; \"next\" goes on in order, \"stop\" ends it"},
};

Result<StepPlan> plan(const StepSpec& step, const StepScope&) {
  StepPlan planned;
  for (const Choice& choice : choices_of(step)) planned.choices.push_back(choice.name);
  const std::string asked = step.params.get<std::string>("question", step.text);
  if (asked.empty()) {
    return cannot_plan(step, "there is nothing to ask", "add a `question`, or a `text`");
  }
  if (planned.choices.size() < 2) {
    return cannot_plan(step, "there is nothing to choose between",
                       "write choices = { fail-over = \"next\", wait = \"stop\" }");
  }
  planned.question =
      fmt::format("{} Answer \"yes\" and one of: {}", asked, fmt::join(planned.choices, ", "));
  return planned;
}

}  // namespace

const StepKind k_step_decide{
    .name = "decide",
    .summary = "a person chooses the way",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
