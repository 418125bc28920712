// SPDX-License-Identifier: Apache-2.0
// The way back, measured like the way over: gates, what was stranded, the outage that it made and
// what it lost.
#include <algorithm>
#include <fmt/format.h>

#include "drills/measure/stranding.hpp"
#include "drills/score/failback_targets.hpp"
#include "drills/score/phase_sum.hpp"
#include "drills/score/readings.hpp"
#include "drills/score/rules.hpp"
#include "drills/score/steps.hpp"

namespace gameday {
namespace {

Verdict gate_verdict(GateState state) {
  if (state == GateState::open) return Verdict::met;
  return state == GateState::closed ? Verdict::missed : Verdict::unknown;
}

void judge_gates(const Inquiry& inquiry, FailbackScore& score) {
  for (const GateSpec& spec : inquiry.drill().failback->gates) {
    GateScore gate{spec.name, spec.kind, {}, Verdict::not_applicable};
    if (const auto seen = inquiry.facts.gates.find(spec.name); seen != inquiry.facts.gates.end()) {
      gate.verdict = gate_verdict(seen->second.what.state);
      gate.detail = seen->second.what.detail;
      if (gate.verdict != Verdict::met) {
        score.reasons.push_back(fmt::format("gate {} was {}: {}", spec.name,
                                            to_string(seen->second.what.state), gate.detail));
      }
    }
    score.gates.push_back(std::move(gate));
  }
}

std::vector<StrandedWrite> stranded_writes(const Inquiry& inquiry, const LedgerRecord& ledger) {
  std::vector<StrandedWrite> writes;
  const Stranding stranding = find_stranded(find_reading(ledger, events::Reading::isolated),
                                            find_reading(ledger, events::Reading::after_heal));
  for (const std::int64_t id : stranding.ids) {
    StrandedWrite write{.id = id, .sent = {}, .acknowledged = false};
    const auto sent = std::ranges::find(ledger.writes, id, &Write::id);
    if (sent != ledger.writes.end()) {
      write.sent = sent->sent - inquiry.facts.start;
      write.acknowledged = sent->result == WriteResult::acknowledged;
    }
    writes.push_back(write);
  }
  return writes;
}

void list_stranded(const Inquiry& inquiry, FailbackScore& score) {
  for (const events::Reconciled& done : inquiry.facts.reconciled) {
    StrandedScore stranded{done.ledger, done.word, done.by, done.file, done.error, {}};
    const auto ledger = inquiry.record.ledgers.find(done.ledger);
    if (ledger != inquiry.record.ledgers.end()) {
      stranded.writes = stranded_writes(inquiry, ledger->second);
    }
    if (stranded.writes.size() != done.stranded && stranded.error.empty()) {
      stranded.error = "the record does not show as many as were counted in the run";
    }
    score.stranded.push_back(std::move(stranded));
  }
}

void judge_steps(const Inquiry& inquiry, FailbackScore& score) {
  for (const StepSpec& spec : inquiry.record.definition.failback.steps) {
    StepScore step = judge_step(inquiry, spec);
    if (!inquiry.facts.steps.contains(spec.name)) step.verdict = Verdict::not_applicable;
    std::vector<std::string> reasons;
    step.verdict = hold_back(inquiry, step.verdict, reasons);
    score.runbook.push_back(std::move(step));
  }
}

CheckScore judge_one_primary(const Inquiry& inquiry) {
  CheckScore check{
      .name = "one_primary", .subject = {}, .verdict = Verdict::unknown, .reasons = {}};
  for (const auto& read : inquiry.facts.reads) {
    if (read.what.reading != events::Reading::after_failback) continue;
    const auto& nodes = read.what.writable_nodes;
    check.subject = fmt::format("{}", fmt::join(nodes, ", "));
    check.verdict = nodes.size() == 1 ? Verdict::met : Verdict::missed;
    if (nodes.size() == 1) continue;
    check.reasons.push_back(
        nodes.empty() ? "no node accepts writes after the failback"
                      : fmt::format("{} accept writes after the failback", check.subject));
    break;
  }
  if (check.verdict == Verdict::unknown) {
    check.reasons.emplace_back("no node was looked at after the failback");
  }
  check.verdict = hold_back(inquiry, check.verdict, check.reasons);
  return check;
}

std::vector<Boundary> boundaries(const Inquiry& inquiry, const FailbackScore& score) {
  const auto& steps = inquiry.record.definition.failback.steps;
  std::vector<StepSpec> demoting;
  for (const StepSpec& step : steps) {
    if (promotes(step)) break;
    if (touches_clients(step) || !demoting.empty()) demoting.push_back(step);
  }
  std::optional<Moment> recovered;
  for (const ObjectiveScore& objective : score.objectives) {
    if (objective.name != "rto" || !objective.measured.high) continue;
    for (const JudgedInstrument& instrument : inquiry.instruments) {
      if (instrument.name != objective.subject) continue;
      if (const auto outage = failback_outage(inquiry, instrument)) recovered = outage->recovered;
    }
  }
  const auto done = [&](const std::vector<StepSpec>& of, std::string_view phase,
                        bool (*picks)(const StepSpec&)) {
    return steps_done(of, {}, inquiry.facts, phase, picks);
  };
  return {done(demoting, "demote", [](const StepSpec&) { return true; }),
          done(steps, "act", [](const StepSpec& step) { return promotes(step); }),
          done(steps, "shift", [](const StepSpec& step) { return step.kind == "traffic"; }),
          {"converge", true, recovered}};
}

/// When all of a group were served again, since the onset.
Interval served_again(const Inquiry& inquiry, bool fresh) {
  Interval all;
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    const bool opens_anew = !instrument.is_ledger && instrument.client == "fresh";
    if (!instrument.judged || opens_anew != fresh) continue;
    const auto outage = failback_outage(inquiry, instrument);
    if (!outage || !outage->recovered) continue;
    const Interval since = between(*inquiry.facts.failback_onset, *outage->recovered);
    all.low = std::max(all.low.value_or(*since.low), *since.low);
    all.high = std::max(all.high.value_or(*since.high), *since.high);
  }
  return all;
}

std::string last_error(const JudgedInstrument& instrument, const Outage& outage) {
  std::string error;
  for (const Sample& sample : instrument.samples) {
    if (sample.sent > outage.recovered->low) break;
    if (!sample.good) error = sample.error;
  }
  return error.empty() ? "an answer that was not right" : error;
}

/// The service itself is back once new connections are served; what keeps its connections may come
/// later, and that is told apart.
void tell_late(const Inquiry& inquiry, const FailbackScore& score, Scorecard& card) {
  if (!score.fresh.high) return;
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    const bool keeps = instrument.is_ledger || instrument.client != "fresh";
    if (!instrument.judged || !keeps) continue;
    const auto outage = failback_outage(inquiry, instrument);
    if (!outage || !outage->recovered) continue;
    const Interval since = between(*inquiry.facts.failback_onset, *outage->recovered);
    if (*since.low <= *score.fresh.high) continue;
    card.findings.push_back(
        {"late_connections", "medium",
         fmt::format("after the failback {} was served {} to {} s later than new connections were. "
                     "It keeps its connections, which move only once they are shut or their "
                     "retransmission timer has fired; its last failure: {}",
                     instrument.name, format_seconds(*since.low - *score.fresh.high),
                     format_seconds(*since.high - *score.fresh.low),
                     last_error(instrument, *outage))});
  }
}

void judge_objectives(const Inquiry& inquiry, FailbackScore& score) {
  const Objectives& targets = inquiry.drill().failback->objectives;
  if (targets.rto) score.objectives.push_back(judge_failback_rto(inquiry, *targets.rto));
  for (const auto& [data_class, target] : targets.rpo) {
    for (const LedgerSpec& spec : inquiry.drill().ledgers) {
      if (spec.data_class != data_class || !spec.judge) continue;
      score.objectives.push_back(judge_failback_rpo(inquiry, spec, target));
    }
  }
}

Verdict overall(const FailbackScore& score) {
  std::vector<Verdict> verdicts;
  for (const ObjectiveScore& objective : score.objectives) verdicts.push_back(objective.verdict);
  for (const GateScore& gate : score.gates) verdicts.push_back(gate.verdict);
  for (const StepScore& step : score.runbook) verdicts.push_back(step.verdict);
  for (const CheckScore& check : score.checks) verdicts.push_back(check.verdict);
  return merge(verdicts);
}

void judge_rule(const Inquiry& inquiry, Scorecard& card) {
  if (!inquiry.drill().failback) return;
  const Facts& facts = inquiry.facts;
  FailbackScore score;
  score.required = inquiry.drill().failback->required;
  score.onset = facts.failback_onset;
  if (!facts.failback_began) score.reasons.emplace_back("it was not entered upon");
  if (facts.failback_began && score.onset) {
    score.prepared = score.onset->low - *facts.failback_began;
  }
  judge_gates(inquiry, score);
  list_stranded(inquiry, score);
  judge_objectives(inquiry, score);
  judge_steps(inquiry, score);
  score.checks.push_back(judge_one_primary(inquiry));
  if (score.onset) {
    score.fresh = served_again(inquiry, true);
    score.kept = served_again(inquiry, false);
    score.phases = add_up(*score.onset, boundaries(inquiry, score));
    tell_late(inquiry, score, card);
  } else {
    score.reasons.emplace_back("clients were not touched: the service stayed where it was");
  }
  if (facts.taken_back)
    score.reasons.emplace_back("it was taken back before its point of no return");
  score.verdict = overall(score);
  card.failback = std::move(score);
}

}  // namespace

const Rule k_rule_failback{"failback", "how long the way back took, and what it lost", judge_rule};

}  // namespace gameday
