// SPDX-License-Identifier: Apache-2.0
// What the failover policy decides on the recorded signals, held against what happened, and against
// what it decided during the run: both must be the same.
#include <algorithm>
#include <fmt/format.h>

#include "drills/policy/replay.hpp"
#include "drills/score/rules.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_advice = "(start)";
constexpr std::string_view k_override = "(override)";

bool same_shifts(const Facts& facts, const Decisions& made, std::size_t count) {
  return std::equal(facts.policy_decided.begin(), facts.policy_decided.end(), made.shifts.begin(),
                    made.shifts.begin() + static_cast<std::ptrdiff_t>(count),
                    [](const At<events::PolicyDecided>& told, const PolicyShift& shift) {
                      return told.what.decided == shift.at && told.what.since == shift.since &&
                             told.what.from == shift.from && told.what.to == shift.to;
                    });
}

bool same_vetoes(const Facts& facts, const Decisions& made, std::size_t count) {
  return std::equal(facts.policy_vetoed.begin(), facts.policy_vetoed.end(), made.vetoes.begin(),
                    made.vetoes.begin() + static_cast<std::ptrdiff_t>(count),
                    [](const At<events::PolicyVetoed>& told, const PolicyVeto& veto) {
                      return told.what.vetoed == veto.at && told.what.rules == veto.rules &&
                             told.what.texts == veto.texts;
                    });
}

/// A run that was cut short may have got less far than its samples.
std::string compare(const Facts& facts, const Decisions& made) {
  std::size_t shifts = made.shifts.size();
  std::size_t vetoes = made.vetoes.size();
  const bool none = facts.policy_decided.empty() && facts.policy_vetoed.empty();
  if (none && shifts + vetoes > 0) return "not recorded";
  if (!facts.finished) {
    shifts = std::min(shifts, facts.policy_decided.size());
    vetoes = std::min(vetoes, facts.policy_vetoed.size());
  }
  const bool same = same_shifts(facts, made, shifts) && same_vetoes(facts, made, vetoes);
  return same ? "identical" : "differs";
}

/// Who was asked by the policy, and what came of it.
std::optional<PolicyScore::Asked> who_was_asked(const Inquiry& inquiry) {
  const Drill& drill = inquiry.drill();
  if (!drill.starts_by_policy()) return std::nullopt;
  const auto step =
      inquiry.facts.steps.find(std::string{drill.policy->mode == "advise" ? k_advice : k_override});
  if (step == inquiry.facts.steps.end() || !step->second.started) return std::nullopt;
  const StepFacts& facts = step->second;
  PolicyScore::Asked asked;
  asked.person = drill.policy->asks;
  asked.at = *facts.started - inquiry.facts.start;
  asked.answer = facts.state == events::StepState::done     ? "yes"
                 : facts.state == events::StepState::failed ? "no"
                                                            : "none";
  if (facts.by.empty()) asked.answer = "none";
  asked.by = facts.by;
  if (facts.ended) {
    asked.took = *facts.ended - *facts.started;
    asked.note = facts.note;
  }
  if (inquiry.facts.overridden) asked.overrides = inquiry.facts.overridden->what.rules;
  return asked;
}

PolicyScore make_score(const Inquiry& inquiry, const PolicySpec& policy, const Replay& made) {
  const Facts& facts = inquiry.facts;
  PolicyScore score;
  score.mode = policy.mode;
  score.from = policy.from;
  score.to = policy.to;
  score.expect = policy.expect == Expected::stay ? "stay" : "shift";
  score.shifts = made.decisions.shifts.size();
  score.false_shifts = made.false_shifts();
  const PolicyShift* first = made.first();
  if (first == nullptr && !made.decisions.shifts.empty()) first = &made.decisions.shifts.front();
  if (first != nullptr) {
    score.decided_at = first->at - facts.start;
    if (facts.onset) score.decided = between(*facts.onset, {first->at, first->at});
  }
  if (made.real) {
    score.shifted_at = made.real->at - facts.start;
    score.shifted_by = made.real->by;
    if (first != nullptr) score.ahead = made.real->at - first->at;
  }
  for (const PolicyVeto& veto : made.decisions.vetoes) {
    score.vetoes.push_back({veto.at - facts.start, veto.rules, veto.texts});
  }
  score.asked = who_was_asked(inquiry);
  score.replay = compare(facts, made.decisions);
  return score;
}

/// What was decided while it ran is what was done; what cannot be decided again is no evidence.
void judge_verdict(const Inquiry& inquiry, const Replay& made, PolicyScore& score) {
  score.verdict = made.verdict;
  if (made.verdict != Verdict::met) score.reasons.push_back(made.why);
  const bool unrecorded = score.replay == "not recorded" && score.mode != "observe";
  if (score.replay == "differs" || unrecorded) {
    score.verdict = merge(std::vector{score.verdict, Verdict::unknown});
    score.reasons.push_back(unrecorded ? "what it decided during the run is not on record"
                                       : "decided again, it decides otherwise than during the run");
  }
  score.verdict = hold_back(inquiry, score.verdict, score.reasons);
}

void add_findings(const PolicyScore& score, Scorecard& card) {
  if (score.replay == "differs") {
    card.findings.push_back(
        {"policy_replay", "high",
         "the policy decides otherwise on the recorded signals than it did during the run"});
  }
  if (score.mode != "observe" || !score.decided_at || score.false_shifts > 0) return;
  if (!score.shifted_at) {
    card.findings.push_back({"policy_alone", "high",
                             fmt::format("the policy decided to shift to {}, and the traffic never "
                                         "moved",
                                         score.to)});
  } else if (*score.ahead > Duration{0}) {
    card.findings.push_back(
        {"policy_ahead", "medium",
         fmt::format("the traffic moved {} s later than the policy would have moved it (by {})",
                     format_seconds(*score.ahead, 3), score.shifted_by)});
  }
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  const std::optional<PolicySpec>& policy = inquiry.drill().policy;
  if (!policy) return;
  const Replay made = replay(inquiry.record, *policy);
  PolicyScore score = make_score(inquiry, *policy, made);
  judge_verdict(inquiry, made, score);
  add_findings(score, card);
  card.checks.push_back({.name = "policy",
                         .subject = fmt::format("{}, {} to {}", score.mode, score.from, score.to),
                         .verdict = score.verdict,
                         .reasons = score.reasons});
  if (const auto& overridden = inquiry.facts.overridden) {
    card.overrides.push_back(fmt::format("{} overrode {} {} s after the start (answered by {}): {}",
                                         overridden->what.person,
                                         fmt::join(overridden->what.rules, ", "),
                                         format_seconds(overridden->at - inquiry.facts.start),
                                         overridden->what.by, overridden->what.note));
  }
  card.policy = std::move(score);
}

}  // namespace

const Rule k_rule_policy{"policy", "what the failover policy decided, and what came of it", judge};

}  // namespace gameday
