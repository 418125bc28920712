// SPDX-License-Identifier: Apache-2.0
#include "drills/score/steps.hpp"

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

}  // namespace

StepScore judge_step(const Inquiry& inquiry, const StepSpec& spec) {
  StepScore score;
  score.step = spec.name;
  score.owner = spec.owner;
  score.within = spec.within;
  score.role = spec.role;
  score.link = spec.link;
  const auto found = inquiry.facts.steps.find(spec.name);
  if (found == inquiry.facts.steps.end()) {
    score.note = "never started";
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

}  // namespace gameday
