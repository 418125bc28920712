// SPDX-License-Identifier: Apache-2.0
// What the time to recovery is made of. A boundary is never before the one before it, and the last
// is the recovery itself, so that the phases add up to the RTO (measurement.md, Phases).
#include <algorithm>
#include <array>

#include "drills/score/rules.hpp"
#include "runbooks/step.hpp"

namespace gameday {
namespace {

/// One phase's end. `expected` = this drill has such a phase at all.
struct Boundary {
  std::string_view phase;
  bool expected = false;
  std::optional<Moment> event;
};

Moment later(const Moment& a, const Moment& b) {
  return {std::max(a.low, b.low), std::max(a.high, b.high)};
}
Moment earlier(const Moment& a, const Moment& b) {
  return {std::min(a.low, b.low), std::min(a.high, b.high)};
}

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

/// When the last step that `picks` was done; null where one was not.
template <class Picks>
Boundary steps_done(const Inquiry& inquiry, std::string_view phase, const Picks& picks) {
  Boundary boundary{phase, false, std::nullopt};
  for (const StepSpec& step : inquiry.record.definition.runbook.steps) {
    if (!picks(step) || step.name == inquiry.drill().fence) continue;
    const auto facts = inquiry.facts.steps.find(step.name);
    const bool done =
        facts != inquiry.facts.steps.end() && facts->second.state == events::StepState::done;
    if (boundary.expected && !boundary.event) continue;
    boundary.expected = true;
    boundary.event.reset();
    if (done) boundary.event = Moment{*facts->second.ended, *facts->second.ended};
  }
  return boundary;
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
  return {{"detect", true, detected(inquiry, decided)},
          {"decide", true, decided},
          steps_done(inquiry, "act", [](const StepSpec& step) { return promotes(step); }),
          {"scale", false, std::nullopt},
          steps_done(inquiry, "shift", [](const StepSpec& step) { return step.kind == "traffic"; }),
          {"converge", true, recovery(inquiry, card)}};
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  if (!inquiry.facts.onset) return;
  const Moment onset = *inquiry.facts.onset;
  const std::vector<Boundary> all = boundaries(inquiry, card);
  const std::optional<Moment> recovered = all.back().event;
  Moment previous = onset;
  bool known = true;  // the end of the phase before is known
  for (const Boundary& boundary : all) {
    PhaseScore phase{std::string{boundary.phase}, std::nullopt, std::nullopt};
    if (boundary.expected && !boundary.event) known = false;
    if (boundary.event) {
      Moment end = later(previous, *boundary.event);
      if (recovered) end = earlier(end, *recovered);
      phase.end = between(onset, end);
      if (known) phase.start = between(onset, previous);
      if (!known) {
        card.phases.push_back({"unattributed", between(onset, previous), phase.end});
      }
      previous = end;
      known = true;
    }
    card.phases.push_back(std::move(phase));
  }
}

}  // namespace

const Rule k_rule_phases{"phases", "what the time to recovery is made of", judge};

}  // namespace gameday
