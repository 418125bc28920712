// SPDX-License-Identifier: Apache-2.0
// What the failover policy's word is worth: a decision starts the runbook or is put to a person; a
// veto may be overridden by whoever is named for it, and only by naming each rule that forbids.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "drills/run/conductor_turn.hpp"

namespace gameday::conducting {
namespace {

/// An answer that does not count is asked for again, but not for ever.
constexpr int k_most_asked = 3;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Whether the text holds these words, and not only as a part of others.
bool names(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool before = at > 0 && is_word(text[at - 1]);
    const bool after = end < text.size() && is_word(text[end]);
    if (!before && !after) return true;
  }
  return false;
}

void ask(Turn& turn, std::vector<std::string> rules, std::string question) {
  PolicyProgress& policy = turn.state.policy;
  policy.waiting = true;
  ++policy.asked;
  turn.order(
      commands::AskForShift{turn.plan.drill().policy->asks, std::move(rules), std::move(question)});
}

void advise(Turn& turn) {
  const events::PolicyDecided& decided = *turn.state.policy.decided;
  ask(turn, {},
      fmt::format("{}: the policy advises to shift from {} to {}, after {} s without {}. Start the "
                  "runbook {}?",
                  turn.plan.drill().policy->asks, decided.from, decided.to,
                  format_seconds(decided.decided - decided.since), decided.from,
                  turn.plan.definition.runbook.title));
}

void offer_override(Turn& turn) {
  const PolicySpec& policy = *turn.plan.drill().policy;
  const events::PolicyVetoed& veto = turn.state.policy.veto;
  ask(turn, veto.rules,
      fmt::format("{}: {} is down, and the policy may not shift ({}). To start the runbook {} all "
                  "the same, answer yes and name what you override and yourself: yes {}, {}",
                  policy.asks, policy.from, fmt::join(veto.texts, "; "),
                  turn.plan.definition.runbook.title, fmt::join(veto.rules, " "), policy.asks));
}

}  // namespace

void take_answer(Turn& turn, const events::StepMoved& answer) {
  PolicyProgress& policy = turn.state.policy;
  if (answer.state == events::StepState::started) return;
  policy.waiting = false;
  if (answer.state == events::StepState::skipped) policy.asked = k_most_asked;
  if (answer.state != events::StepState::done || turn.state.runbook_started) return;
  const std::vector<std::string>& rules = policy.veto.rules;
  const bool each =
      std::ranges::all_of(rules, [&](const std::string& rule) { return names(answer.note, rule); });
  if (rules.empty() || !each || !names(answer.note, turn.plan.drill().policy->asks)) {
    turn.order(commands::Tell{events::Deviation{
        rules.empty() ? "an override came when nothing was vetoed any more, and does not count"
                      : fmt::format("an override that does not name {} and {} does not count",
                                    fmt::join(rules, ", "), turn.plan.drill().policy->asks)}});
    return;
  }
  turn.state.runbook_started = true;
  turn.order(commands::Tell{events::PolicyOverridden{.rules = rules,
                                                     .person = turn.plan.drill().policy->asks,
                                                     .by = answer.by,
                                                     .note = answer.note}});
}

bool follow_policy(Turn& turn) {
  const PolicySpec& spec = *turn.plan.drill().policy;
  PolicyProgress& policy = turn.state.policy;
  if (turn.state.runbook_started) return true;
  const bool may_ask = !spec.asks.empty() && !policy.waiting && policy.asked < k_most_asked;
  if (spec.mode == "advise") {
    if (policy.decided && policy.asked == 0 && may_ask) advise(turn);
    return false;
  }
  if (policy.decided) return true;
  if (may_ask && !policy.veto.rules.empty()) offer_override(turn);
  return false;
}

void lift_spent_faults(Turn& turn) {
  for (const PlannedFault& fault : turn.plan.faults) {
    FaultProgress& progress = turn.state.faults[fault.spec.name];
    if (progress.phase != FaultPhase::in_force || !progress.proof) continue;
    if (!progress.onset || turn.now < progress.onset->low + fault.spec.lasts) continue;
    progress.phase = FaultPhase::lifting;
    turn.order(commands::LiftFault{fault.spec.name});
  }
}

}  // namespace gameday::conducting
