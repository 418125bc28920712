// SPDX-License-Identifier: Apache-2.0
// When the organisation knew: the first page that got through (measurement.md, Phases). It rests on
// what the rule `alerts` found of each.
#include <algorithm>
#include <fmt/format.h>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

/// Until when the watching went on; the pages might have come later.
std::optional<Duration> waited(const Inquiry& inquiry, const Scorecard& card) {
  std::optional<Duration> least;
  for (const auto& [index, watched] : inquiry.facts.watched) {
    if (index >= card.alerts.size() || !card.alerts[index].detects) continue;
    const Duration time = watched.until - inquiry.facts.onset->high;
    least = std::min(least.value_or(time), time);
  }
  return least;
}

void judge_rule(const Inquiry& inquiry, Scorecard& card) {
  const auto& target = inquiry.drill().objectives.detect;
  if (!target) return;
  ObjectiveScore score;
  score.name = "detect";
  score.target = *target;
  bool known = true;  // of every alert it is known whether it came
  for (const AlertScore& alert : card.alerts) {
    if (!alert.detects) continue;
    if (score.subject.empty()) score.subject = alert.name;
    if (!alert.latency.high) {
      known = known && alert.verdict == Verdict::missed;
      continue;
    }
    if (!score.measured.high || *alert.latency.high < *score.measured.high) {
      score.measured = alert.latency;
      score.subject = alert.name;
    }
  }
  if (score.measured.high) {
    score.verdict = judge(score.measured, *target);
  } else if (inquiry.facts.onset && known && !card.alerts.empty()) {
    score.measured.low = std::max(Duration{0}, waited(inquiry, card).value_or(Duration{0}));
    score.verdict = *score.measured.low > *target ? Verdict::missed : Verdict::unknown;
    score.reasons.emplace_back("no page got through");
  } else {
    score.reasons.emplace_back("whether a page got through is not known");
  }
  score.verdict = hold_back(inquiry, score.verdict, score.reasons);
  card.objectives.push_back(std::move(score));
}

}  // namespace

const Rule k_rule_detect{"detect", "how long until the first page got through", judge_rule};

}  // namespace gameday
