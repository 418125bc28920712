// SPDX-License-Identifier: Apache-2.0
#include "drills/score/rules.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {
namespace {

/// Without a judged objective it is unknown, however well the rest went.
Verdict overall(const Scorecard& card) {
  std::vector<Verdict> objectives;
  for (const ObjectiveScore& objective : card.objectives) objectives.push_back(objective.verdict);
  std::vector<Verdict> verdicts{merge(objectives)};
  for (const CheckScore& check : card.checks) verdicts.push_back(check.verdict);
  for (const AlertScore& alert : card.alerts) verdicts.push_back(alert.verdict);
  for (const StepScore& step : card.runbook) verdicts.push_back(step.verdict);
  if (card.failback && card.failback->required) verdicts.push_back(card.failback->verdict);
  return merge(verdicts);
}

/// Exit statuses, by precedence (design.md 6): what may still be in force is the loudest.
int exit_status(const Facts& facts, const Scorecard& card) {
  constexpr int k_in_force = 3;
  constexpr int k_internal = 70;
  constexpr int k_aborted = 6;
  const bool reverted = !facts.finished || facts.finished->what.everything_reverted;
  if (!reverted || !card.still_in_force.empty()) return k_in_force;
  if (facts.finished && facts.finished->what.internal_error) return k_internal;
  if (facts.aborted()) return k_aborted;
  if (card.verdict == Verdict::missed) return 1;
  return card.verdict == Verdict::met ? 0 : 2;
}

}  // namespace

Scorecard score(const Record& record) {
  const Inquiry inquiry = open_inquiry(record);
  Scorecard card;
  for (const Rule* rule : score_rules()) rule->judge(inquiry, card);
  card.verdict = overall(card);
  card.exit_status = exit_status(inquiry.facts, card);
  return card;
}

}  // namespace gameday
