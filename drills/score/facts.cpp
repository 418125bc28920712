// SPDX-License-Identifier: Apache-2.0
#include "drills/score/facts.hpp"

#include <algorithm>

#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// Puts one event after the other where the rules look for it.
class Gatherer {
 public:
  explicit Gatherer(const Record& record) {
    for (const FaultSpec& spec : record.definition.drill.faults) {
      m_facts.faults.push_back({.name = spec.name,
                                .kind = spec.kind,
                                .applied = {},
                                .proof = {},
                                .details = {},
                                .lifted = {},
                                .counters = {},
                                .region = region_of(spec.params, record.definition.inventory),
                                .of_region = aims_at_region(spec.params)});
    }
  }

  void take(const Event& event) {
    m_at = event.at;
    std::visit(*this, event.body);
  }

  Facts finish() { return std::move(m_facts); }

  template <class Other>
  void operator()(const Other& /*no rule rests on it*/) {}

  void operator()(const events::Started& event) { m_facts.started = event; }
  void operator()(const events::Finished& event) { m_facts.finished = {m_at, event}; }
  void operator()(const events::AbortAsked& event) {
    if (!m_facts.abort_asked) m_facts.abort_asked = {m_at, event};
  }
  void operator()(const events::BaselineJudged& event) { m_facts.baseline = event; }
  void operator()(const events::FenceSeen& event) { m_facts.fence_seen = event; }
  void operator()(const events::KeeperLost& /*event*/) { m_facts.keeper_lost = true; }
  void operator()(const events::Deviation& event) { m_facts.deviations.push_back(event.text); }
  void operator()(const events::WritersSettled& /*event*/) { m_facts.settled.push_back(m_at); }
  void operator()(const events::LedgerRead& event) { m_facts.reads.push_back({m_at, event}); }
  void operator()(const events::InstrumentTurned& event) { m_facts.turns.push_back({m_at, event}); }
  void operator()(const events::ClockPair& event) { m_facts.clocks.push_back({m_at, event}); }

  void operator()(const events::PolicyDecided& event) {
    m_facts.policy_decided.push_back({m_at, event});
  }
  void operator()(const events::PolicyVetoed& event) {
    m_facts.policy_vetoed.push_back({m_at, event});
  }
  void operator()(const events::PolicyOverridden& event) {
    if (!m_facts.overridden) m_facts.overridden = {m_at, event};
  }
  void operator()(const events::AlertMoved& event) { m_facts.alerts[event.index].push_back(event); }
  void operator()(const events::AlertWatched& event) { m_facts.watched[event.index] = event; }

  void operator()(const events::FaultApplied& event) {
    FaultFacts* fault = find(event.fault);
    if (fault == nullptr || !event.error.empty()) return;
    fault->applied = event;
    if (!m_facts.onset || event.onset.low < m_facts.onset->low) m_facts.onset = event.onset;
  }

  /// Once it was shown not to have bitten, or no longer to, a later look does not mend that.
  void operator()(const events::FaultProven& event) {
    FaultFacts* fault = find(event.fault);
    if (fault == nullptr || fault->proof == ProofResult::mismatch) return;
    fault->proof = event.proof;
    fault->details = event.details;
  }

  void operator()(const events::FaultLifted& event) {
    lifted(event.at.low);
    if (FaultFacts* fault = find(event.fault)) fault->lifted = event;
  }

  void operator()(const events::CountersRead& event) {
    if (FaultFacts* fault = find(event.fault)) fault->counters = event.counters;
  }

  void operator()(const events::StageEntered& event) {
    if (event.stage == Stage::fail_back && !m_facts.failback_began) m_facts.failback_began = m_at;
  }
  void operator()(const events::GateLooked& event) { m_facts.gates[event.gate] = {m_at, event}; }
  void operator()(const events::Reconciled& event) { m_facts.reconciled.push_back(event); }
  void operator()(const events::FailbackTakenBack& event) { m_facts.taken_back = event; }

  void operator()(const events::ChangeMoved& event) {
    if (event.state == ChangeState::reverting && event.change.starts_with("ledger.")) {
      m_facts.tables_dropped = std::min(m_facts.tables_dropped.value_or(event.began), event.began);
    }
    if (event.state == ChangeState::applied) {
      m_facts.applied.try_emplace(event.change, Moment{event.began, event.ended});
    }
    // The faults are the first to go, whoever reverts them and whatever for.
    if (event.state == ChangeState::reverting && m_facts.onset) lifted(event.began);
  }

  void operator()(const events::StepMoved& event) {
    StepFacts& step = m_facts.steps[event.step];
    if (event.state == events::StepState::started) {
      if (!step.started) step.started = m_at;
    } else {
      step.ended = m_at;
    }
    step.state = event.state;
    if (!event.by.empty()) step.by = event.by;
    if (!event.note.empty()) step.note = event.note;
  }

 private:
  FaultFacts* find(const std::string& name) {
    const auto found = std::ranges::find(m_facts.faults, name, &FaultFacts::name);
    return found == m_facts.faults.end() ? nullptr : &*found;
  }

  void lifted(Instant began) { m_facts.lifted = std::min(m_facts.lifted.value_or(began), began); }

  Facts m_facts;
  Instant m_at{};
};

/// The failback's clock starts once its first step that clients may feel began: between the order
/// and the beginning of the deed.
std::optional<Moment> failback_onset(const Record& record, const Facts& facts) {
  const std::vector<StepSpec>& steps = record.definition.failback.steps;
  const auto felt = std::ranges::find_if(steps, touches_clients);
  if (felt == steps.end()) return std::nullopt;
  const auto step = facts.steps.find(felt->name);
  if (step == facts.steps.end() || !step->second.started) return std::nullopt;
  Moment onset{*step->second.started, step->second.ended.value_or(*step->second.started)};
  const std::string id = "step." + felt->name;
  for (const auto& [change, deed] : facts.applied) {
    if (change != id && !change.starts_with(id + ".")) continue;
    onset.high = std::min(onset.high, std::max(onset.low, deed.low));
  }
  return onset;
}

/// Without an end on record, the last thing that was seen is the end.
Instant last_seen(const Record& record) {
  Instant end = record.events.empty() ? Instant{} : record.events.back().at;
  for (const auto& [name, samples] : record.probes) {
    if (!samples.empty()) end = std::max(end, samples.back().done);
  }
  return end;
}

}  // namespace

bool Facts::aborted() const { return finished ? finished->what.aborted : abort_asked.has_value(); }

std::optional<Moment> Facts::healed() const {
  std::optional<Moment> last;
  for (const FaultFacts& fault : faults) {
    if (!fault.applied) continue;
    if (!fault.lifted || !fault.lifted->error.empty()) return std::nullopt;
    const Moment& at = fault.lifted->at;
    last = last ? Moment{std::max(last->low, at.low), std::max(last->high, at.high)} : at;
  }
  return last;
}

Instant Facts::in_force_until() const { return lifted ? std::min(*lifted, end) : end; }

Facts gather_facts(const Record& record) {
  Gatherer gatherer{record};
  for (const Event& event : record.events) gatherer.take(event);
  Facts facts = gatherer.finish();
  facts.start = record.events.empty() ? Instant{} : record.events.front().at;
  facts.end = facts.finished ? facts.finished->at : last_seen(record);
  facts.failback_onset = failback_onset(record, facts);
  return facts;
}

}  // namespace gameday
