// SPDX-License-Identifier: Apache-2.0
#include "drills/score/inquiry.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace gameday {
namespace {

constexpr int k_least_periods = 20;

OutageRule rule_for(const Drill& drill, Duration every) {
  return {.every = every,
          .stable_for = std::max(drill.stable_for, every * k_least_periods),
          .availability = drill.availability};
}

void judge_samples(JudgedInstrument& instrument, const Facts& facts) {
  instrument.watched_until = facts.in_force_until();
  if (!facts.onset) return;
  if (instrument.is_ledger) {
    const auto stopped = std::ranges::find_if(
        facts.settled, [&](Instant settled) { return settled > facts.onset->low; });
    if (stopped != facts.settled.end()) {
      instrument.watched_until = std::min(instrument.watched_until, *stopped);
    }
  }
  const Moment& onset = *facts.onset;
  instrument.while_in_force =
      find_outage(instrument.samples, onset, instrument.rule, instrument.watched_until);
  // The way back has an outage of its own, which is no relapse of this one.
  const Instant until = facts.failback_onset ? facts.failback_onset->low : facts.end;
  instrument.outage = find_outage(instrument.samples, onset, instrument.rule, until,
                                  facts.lifted.value_or(Instant::max()));
}

std::vector<JudgedInstrument> instruments_of(const Record& record, const Facts& facts) {
  const Drill& drill = record.definition.drill;
  std::vector<JudgedInstrument> instruments;
  for (const ProbeSpec& probe : drill.probes) {
    JudgedInstrument instrument;
    instrument.name = probe.name;
    instrument.layer = probe.layer;
    instrument.client = probe.client;
    instrument.judged = probe.judge;
    instrument.every = probe.every;
    instrument.timeout = probe.timeout;
    if (const auto found = record.probes.find(probe.name); found != record.probes.end()) {
      instrument.samples = found->second;
    }
    instruments.push_back(std::move(instrument));
  }
  for (const LedgerSpec& ledger : drill.ledgers) {
    JudgedInstrument instrument;
    instrument.name = ledger.name;
    instrument.layer = "db";
    instrument.client = "pooled";
    instrument.is_ledger = true;
    instrument.judged = ledger.judge && ledger.from.empty();
    instrument.every = ledger.every;
    instrument.timeout = ledger.timeout;
    if (const auto found = record.ledgers.find(ledger.name); found != record.ledgers.end()) {
      for (const Write& write : found->second.writes)
        instrument.samples.push_back(as_sample(write));
    }
    instruments.push_back(std::move(instrument));
  }
  for (JudgedInstrument& instrument : instruments) {
    instrument.rule = rule_for(drill, instrument.every);
    judge_samples(instrument, facts);
  }
  return instruments;
}

void add_proof(std::vector<std::string>& reasons, const FaultFacts& fault) {
  if (!fault.applied) {
    reasons.push_back(fmt::format("fault {} was never in force", fault.name));
  } else if (!fault.proof) {
    reasons.push_back(fmt::format("nothing shows that fault {} bit", fault.name));
  } else if (*fault.proof == ProofResult::mismatch) {
    reasons.push_back(fmt::format("fault {} was shown not to have bitten", fault.name));
  } else if (*fault.proof == ProofResult::inconclusive) {
    reasons.push_back(fmt::format("whether fault {} bit is not clear", fault.name));
  }
}

std::vector<std::string> why_nothing_met(const Record& record, const Facts& facts) {
  std::vector<std::string> reasons;
  if (facts.aborted()) {
    reasons.push_back(facts.abort_asked
                          ? fmt::format("the run was aborted by {}: {}", facts.abort_asked->what.by,
                                        facts.abort_asked->what.why)
                          : "the run was aborted");
  }
  if (!facts.finished && !facts.aborted()) reasons.emplace_back("the run has no recorded end");
  if (facts.finished && facts.finished->what.internal_error) {
    reasons.emplace_back("gameday itself failed during the run");
  }
  if (!record.damage.empty()) {
    reasons.push_back(fmt::format("the record is damaged: {}", record.damage.front()));
  }
  if (!facts.baseline) {
    reasons.emplace_back("the baseline was never judged");
  } else if (!facts.baseline->held) {
    reasons.emplace_back("the baseline did not hold");
  }
  for (const FaultFacts& fault : facts.faults) add_proof(reasons, fault);
  if (facts.faults.empty()) reasons.emplace_back("the drill breaks nothing");
  return reasons;
}

/// The regions that answered what is judged, before the onset.
std::set<std::string> regions_serving(const Inquiry& inquiry) {
  std::set<std::string> regions;
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    if (!instrument.judged) continue;
    for (const Sample& sample : instrument.samples) {
      if (sample.done > inquiry.facts.onset->low) continue;
      if (sample.good && !sample.region.empty()) regions.insert(sample.region);
    }
  }
  return regions;
}

std::string why_broke_nothing(const Inquiry& inquiry) {
  const Facts& facts = inquiry.facts;
  if (!facts.onset) return {};
  // What is aimed at one host, service or link may well be something that clients do not feel.
  if (std::ranges::none_of(facts.faults, &FaultFacts::of_region)) return {};
  std::set<std::string> serving = regions_serving(inquiry);
  if (serving.empty() && facts.baseline && !facts.baseline->serving.empty()) {
    serving.insert(facts.baseline->serving);
  }
  if (serving.empty()) return "no instrument told which region served clients before the fault";
  const bool hit = std::ranges::any_of(facts.faults, [&](const FaultFacts& fault) {
    return fault.applied && serving.contains(fault.region);
  });
  return hit ? std::string{} : std::string{"the drill broke nothing that clients used"};
}

}  // namespace

Inquiry open_inquiry(const Record& record) {
  Inquiry inquiry{record, gather_facts(record), {}, {}, {}};
  inquiry.instruments = instruments_of(record, inquiry.facts);
  inquiry.nothing_met = why_nothing_met(record, inquiry.facts);
  inquiry.broke_nothing = why_broke_nothing(inquiry);
  return inquiry;
}

Verdict hold_back(const Inquiry& inquiry, Verdict verdict, std::vector<std::string>& reasons) {
  if (verdict == Verdict::met && !inquiry.nothing_met.empty()) verdict = Verdict::unknown;
  if (verdict != Verdict::unknown) return verdict;
  for (const std::string& reason : inquiry.nothing_met) {
    if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
  }
  return verdict;
}

}  // namespace gameday
