// SPDX-License-Identifier: Apache-2.0
// What the time to recovery is made of. A boundary is never before the one before it, and the last
// is the recovery itself, so that the phases add up to the RTO (measurement.md, Phases).
#include <algorithm>

#include "drills/score/phase_sum.hpp"
#include "drills/score/rules.hpp"
#include "runbooks/step.hpp"

namespace gameday {
namespace {

/// The first step of the runbook to be started; not the question whether to start.
std::optional<Moment> first_step(const Inquiry& inquiry) {
  std::optional<Moment> first;
  for (const StepSpec& step : inquiry.record.definition.runbook.steps) {
    const auto facts = inquiry.facts.steps.find(step.name);
    if (step.name == inquiry.drill().fence) continue;
    if (facts == inquiry.facts.steps.end() || !facts->second.started) continue;
    const Moment started{*facts->second.started, *facts->second.started};
    if (!first || started.low < first->low) first = started;
  }
  return first;
}

/// Our own probes count as the organisation's eyes where the policy that looked through them acts:
/// once it had its evidence, or once all but a veto spoke for a shift.
std::optional<Moment> seen_by_policy(const Inquiry& inquiry) {
  const Facts& facts = inquiry.facts;
  if (inquiry.drill().policy->mode != "act") return std::nullopt;
  if (!facts.policy_decided.empty()) {
    const Instant since = facts.policy_decided.front().what.since;
    return Moment{since, since};
  }
  if (!facts.overridden || facts.policy_vetoed.empty()) return std::nullopt;
  const Instant vetoed = facts.policy_vetoed.front().what.vetoed;
  return Moment{vetoed, vetoed};
}

/// Our own probe counts as the organisation's eyes only where it started the runbook: it had been
/// bad for long enough, and nothing was started before.
std::optional<Moment> detected(const Inquiry& inquiry, const std::optional<Moment>& decided) {
  if (inquiry.drill().starts_by_policy()) return seen_by_policy(inquiry);
  const auto& when = inquiry.drill().start_when;
  if (!when || when->probe.empty() || !decided) return std::nullopt;
  std::optional<Moment> bad;
  for (const auto& turn : inquiry.facts.turns) {
    if (turn.what.instrument != when->probe || turn.at > decided->high) continue;
    if (turn.at <= inquiry.facts.onset->low) continue;
    const Instant due = turn.what.since + when->bad_for;
    bad = turn.what.good ? std::nullopt : std::optional{Moment{due, std::max(due, turn.at)}};
  }
  if (!bad || bad->low > decided->high) return std::nullopt;
  return earlier(*bad, *decided);
}

/// The first page that got through, as the rule before this one found it.
std::optional<Moment> paged(const Scorecard& card) {
  std::optional<Moment> first;
  for (const AlertScore& alert : card.alerts) {
    if (!alert.detects || !alert.received) continue;
    first = first ? earlier(*first, *alert.received) : *alert.received;
  }
  return first;
}

/// What the organisation saw first: the page, or what started the runbook.
std::optional<Moment> noticed(const Inquiry& inquiry, const Scorecard& card,
                              const std::optional<Moment>& decided) {
  const std::optional<Moment> seen = detected(inquiry, decided);
  const std::optional<Moment> page = paged(card);
  if (seen && page) return earlier(*seen, *page);
  return seen ? seen : page;
}

/// The recovery of the instrument on which the RTO was judged.
std::optional<Moment> recovery(const Inquiry& inquiry, const Scorecard& card) {
  for (const ObjectiveScore& objective : card.objectives) {
    if (objective.name != "rto" || !objective.measured.high) continue;
    for (const JudgedInstrument& instrument : inquiry.instruments) {
      if (instrument.name == objective.subject && instrument.outage) {
        return instrument.outage->recovered;
      }
    }
  }
  return std::nullopt;
}

std::vector<Boundary> boundaries(const Inquiry& inquiry, const Scorecard& card) {
  const auto decided = first_step(inquiry);
  const auto& steps = inquiry.record.definition.runbook.steps;
  const std::string& fence = inquiry.drill().fence;
  const auto done = [&](std::string_view phase, bool (*picks)(const StepSpec&)) {
    return steps_done(steps, fence, inquiry.facts, phase, picks);
  };
  return {{"detect", true, noticed(inquiry, card, decided)},
          {"decide", true, decided},
          done("act", [](const StepSpec& step) { return promotes(step); }),
          done("scale", [](const StepSpec& step) { return step.kind == "scale"; }),
          done("shift", [](const StepSpec& step) { return step.kind == "traffic"; }),
          {"converge", true, recovery(inquiry, card)}};
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  if (!inquiry.facts.onset) return;
  card.phases = add_up(*inquiry.facts.onset, boundaries(inquiry, card));
}

}  // namespace

const Rule k_rule_phases{"phases", "what the time to recovery is made of", judge};

}  // namespace gameday
