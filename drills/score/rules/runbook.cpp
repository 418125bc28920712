// SPDX-License-Identifier: Apache-2.0
// Whether people and machines did what the runbook asks, in time.
#include <algorithm>

#include "drills/score/rules.hpp"
#include "drills/score/steps.hpp"

namespace gameday {
namespace {

/// Where the policy is expected to stay and no step was started, this is a branch not taken.
bool stayed(const Inquiry& inquiry) {
  if (!inquiry.drill().is_to_stay()) return false;
  const auto& steps = inquiry.record.definition.runbook.steps;
  return std::ranges::none_of(
      steps, [&](const StepSpec& step) { return inquiry.facts.steps.contains(step.name); });
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  const bool not_taken = stayed(inquiry);
  for (const StepSpec& spec : inquiry.record.definition.runbook.steps) {
    StepScore score = judge_step(inquiry, spec);
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
