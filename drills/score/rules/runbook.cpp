// SPDX-License-Identifier: Apache-2.0
// Whether people and machines did what the runbook asks, in time.
#include <algorithm>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "drills/score/rules.hpp"
#include "drills/score/steps.hpp"
#include "runbooks/ways.hpp"

namespace gameday {
namespace {

/// Where the policy is expected to stay and no step was started, this is a branch not taken.
bool stayed(const Inquiry& inquiry) {
  if (!inquiry.drill().is_to_stay()) return false;
  const auto& steps = inquiry.record.definition.runbook.steps;
  return std::ranges::none_of(
      steps, [&](const StepSpec& step) { return inquiry.facts.steps.contains(step.name); });
}

bool has_ended(const Facts& facts, const std::string& step) {
  const auto found = facts.steps.find(step);
  return found != facts.steps.end() && found->second.ended.has_value();
}

/// The runbook went another way: a branch jumped over it, or the branch to it was not taken by any
/// step that could have.
bool was_passed_by(const Inquiry& inquiry, const StepSpec& spec) {
  const auto& steps = inquiry.record.definition.runbook.steps;
  if (std::ranges::all_of(steps, [](const StepSpec& step) { return branches_of(step).empty(); }) ||
      spec.name == inquiry.drill().fence) {
    return false;
  }
  bool behind = false;
  bool sources_ended = true;
  for (const StepSpec& step : steps) {
    const bool started = inquiry.facts.steps.contains(step.name);
    if (behind && started && step.name != inquiry.drill().fence) return true;
    behind = behind || step.name == spec.name;
    const auto leads_to = branches_of(step);
    if (std::ranges::find(leads_to, spec.name) == leads_to.end()) continue;
    sources_ended = sources_ended && has_ended(inquiry.facts, step.name);
  }
  return sources_ended && is_on_branch(steps, spec.name);
}

/// The rule of a traffic manager that a step was allowed not to keep, once it was begun.
void note_override(const Inquiry& inquiry, const StepSpec& spec, Scorecard& card) {
  const auto table = spec.params.get<std::shared_ptr<const Json>>("override");
  if (!table || !inquiry.facts.steps.contains(spec.name)) return;
  card.overrides.push_back(fmt::format("step {}: the rule {} was overridden by {}", spec.name,
                                       table->value("rule", "?"), table->value("by", "?")));
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  const bool not_taken = stayed(inquiry);
  for (const StepSpec& spec : inquiry.record.definition.runbook.steps) {
    note_override(inquiry, spec, card);
    StepScore score = judge_step(inquiry, spec);
    if (!inquiry.facts.steps.contains(spec.name) && was_passed_by(inquiry, spec)) {
      score.note = "on a branch that was not taken";
      score.verdict = Verdict::not_applicable;
    }
    if (not_taken) {
      score.note = "not needed: nothing was to shift";
      score.verdict = Verdict::not_applicable;
    }
    std::vector<std::string> reasons;
    score.verdict = hold_back(inquiry, score.verdict, reasons);
    card.runbook.push_back(std::move(score));
  }
}

}  // namespace

const Rule k_rule_runbook{"runbook", "whether the runbook's steps were done, in time", judge};

}  // namespace gameday
