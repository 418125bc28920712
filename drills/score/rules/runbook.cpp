// SPDX-License-Identifier: Apache-2.0
// Whether people and machines did what the runbook asks, in time.
#include <algorithm>
#include <fmt/format.h>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

Verdict judge_end(const StepFacts& facts, const StepScore& score) {
  if (facts.state == events::StepState::failed) return Verdict::missed;
  if (facts.state == events::StepState::skipped) return Verdict::unknown;
  return *score.took <= score.within ? Verdict::met : Verdict::missed;
}

/// One that never ended is late once its deadline has passed, and else nobody knows.
Verdict judge_open(const Facts& facts, const StepFacts& step, Duration within) {
  return facts.end - *step.started > within ? Verdict::missed : Verdict::unknown;
}

/// Where the policy is expected to stay and no step was started, this is a branch not taken.
bool stayed(const Inquiry& inquiry) {
  if (!inquiry.drill().is_to_stay()) return false;
  const auto& steps = inquiry.record.definition.runbook.steps;
  return std::ranges::none_of(
      steps, [&](const StepSpec& step) { return inquiry.facts.steps.contains(step.name); });
}

StepScore judge_step(const Inquiry& inquiry, const StepSpec& spec) {
  StepScore score;
  score.step = spec.name;
  score.owner = spec.owner;
  score.within = spec.within;
  const auto found = inquiry.facts.steps.find(spec.name);
  if (found == inquiry.facts.steps.end()) {
    score.note = "never started";
    if (stayed(inquiry)) {
      score.note = "not needed: nothing was to shift";
      score.verdict = Verdict::not_applicable;
    }
    return score;
  }
  const StepFacts& facts = found->second;
  score.by = facts.by;
  score.note = facts.note;
  const Instant began = facts.started.value_or(facts.ended.value_or(inquiry.facts.end));
  score.started = began - inquiry.facts.start;
  if (facts.state == events::StepState::started) {
    score.verdict = judge_open(inquiry.facts, facts, spec.within);
    return score;
  }
  if (facts.state == events::StepState::done) score.took = *facts.ended - began;
  score.verdict = judge_end(facts, score);
  return score;
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  for (const StepSpec& spec : inquiry.record.definition.runbook.steps) {
    StepScore score = judge_step(inquiry, spec);
    std::vector<std::string> reasons;
    score.verdict = hold_back(inquiry, score.verdict, reasons);
    card.runbook.push_back(std::move(score));
  }
}

}  // namespace

const Rule k_rule_runbook{"runbook", "whether the runbook's steps were done, in time", judge};

}  // namespace gameday
