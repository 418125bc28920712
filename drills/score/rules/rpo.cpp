// SPDX-License-Identifier: Apache-2.0
// How much acknowledged data did not survive: counted write by write, read after the failover and
// again after the heal, the worse judged (measurement.md, Ledger and RPO).
#include <algorithm>
#include <fmt/format.h>

#include "drills/measure/accounting.hpp"
#include "drills/score/readings.hpp"
#include "drills/score/rules.hpp"

namespace gameday {
namespace {

/// One reading, and what is wrong with it as evidence; empty = nothing.
struct ReadingScore {
  Account account;
  Verdict verdict = Verdict::unknown;
  std::string flaw;
};

std::string words(events::Reading reading) {
  return reading == events::Reading::after_heal ? "after the heal" : "after the failover";
}

ReadingScore judge_reading(const Inquiry& inquiry, const LedgerSpec& spec,
                           const LedgerRecord& ledger, events::Reading which, Duration target) {
  ReadingScore score;
  const LedgerReading* reading = find_reading(ledger, which);
  if (reading == nullptr) {
    score.flaw = "it was not read";
    return score;
  }
  const auto read = read_at(inquiry.facts, spec.name, which);
  const auto settled = read ? settled_before(inquiry.facts, *read) : std::nullopt;
  score.flaw = find_flaw(*reading, ledger.writes, settled, read);
  if (!score.flaw.empty()) return score;
  std::vector<Write> until;
  std::ranges::copy_if(ledger.writes, std::back_inserter(until),
                       [&](const Write& write) { return write.sent <= *settled; });
  score.account = count_writes(until, reading->ids, *inquiry.facts.onset);
  score.verdict = judge_account(score.account, target);
  return score;
}

bool is_worse(const ReadingScore& a, const ReadingScore& b) {
  if (a.flaw.empty() != b.flaw.empty()) return a.flaw.empty();  // figures before none
  if (a.verdict != b.verdict) return a.verdict > b.verdict;
  return a.account.lost > b.account.lost;
}

/// Where the isolated side could not be read, nothing is known of what it alone took.
void tell_stranded(ObjectiveScore& score, const Inquiry& inquiry, const LedgerSpec& spec,
                   const LedgerRecord& ledger) {
  const LedgerReading* reading = find_reading(ledger, events::Reading::isolated);
  if (reading == nullptr || !reading->about.error.empty()) return;
  std::string isolated;
  for (const FaultFacts& fault : inquiry.facts.faults) {
    if (isolated.empty()) isolated = fault.region;
  }
  // A ledger that writes from inside the region has no one else to take its writes.
  if (spec.from == isolated) isolated.clear();
  // What region A takes once it serves again is not stranded.
  std::vector<Write> before_the_way_back;
  std::ranges::copy_if(ledger.writes, std::back_inserter(before_the_way_back),
                       [&](const Write& write) {
                         const auto& back = inquiry.facts.failback_onset;
                         return !back || write.sent < back->low;
                       });
  score.stranded = count_stranded(before_the_way_back, reading->ids, *inquiry.facts.onset, isolated)
                       .acknowledged;
}

void judge_ledger(ObjectiveScore& score, const Inquiry& inquiry, const LedgerSpec& spec,
                  const LedgerRecord& ledger) {
  const ReadingScore first =
      judge_reading(inquiry, spec, ledger, events::Reading::after_failover, score.target);
  const ReadingScore second =
      judge_reading(inquiry, spec, ledger, events::Reading::after_heal, score.target);
  const bool both = first.flaw.empty() && second.flaw.empty();
  if (first.flaw.empty()) score.lost_after_failover = first.account.lost;
  if (second.flaw.empty()) score.lost_after_heal = second.account.lost;
  const ReadingScore& worse = is_worse(second, first) ? second : first;
  if (worse.flaw.empty()) tell_account(score, worse.account);
  score.verdict = worse.verdict;
  tell_losses(score, first.account, words(events::Reading::after_failover));
  tell_losses(score, second.account, words(events::Reading::after_heal));
  if (!first.flaw.empty()) score.reasons.push_back("after the failover: " + first.flaw);
  if (!second.flaw.empty()) score.reasons.push_back("after the heal: " + second.flaw);
  const Evidence evidence =
      weigh_evidence(ledger.writes, *inquiry.facts.onset, spec.every, score.target, both);
  score.resolution = evidence.resolution;
  tell_stranded(score, inquiry, spec, ledger);
  if (evidence.enough || score.verdict == Verdict::missed) return;
  score.verdict = Verdict::unknown;
  std::ranges::copy(evidence.reasons, std::back_inserter(score.reasons));
}

/// Loss is loss, whoever served: only a good verdict needs a drill that hurt.
void hold_to_the_drill(ObjectiveScore& score, const Inquiry& inquiry) {
  if (!inquiry.broke_nothing.empty() && score.verdict != Verdict::missed) {
    score.verdict = Verdict::unknown;
    score.reasons.push_back(inquiry.broke_nothing);
  }
  score.verdict = hold_back(inquiry, score.verdict, score.reasons);
}

ObjectiveScore judge_class(const Inquiry& inquiry, const std::string& data_class, Duration target,
                           const LedgerSpec* spec) {
  ObjectiveScore score;
  score.name = "rpo";
  score.data_class = data_class;
  score.target = target;
  if (spec == nullptr) {
    score.subject = data_class;
    score.reasons.emplace_back("no ledger was written for this class");
    return score;
  }
  score.subject = spec->name;
  const auto ledger = inquiry.record.ledgers.find(spec->name);
  if (ledger == inquiry.record.ledgers.end()) {
    score.reasons.emplace_back("the ledger was never written");
  } else if (inquiry.facts.onset) {
    judge_ledger(score, inquiry, *spec, ledger->second);
  }
  hold_to_the_drill(score, inquiry);
  if (!spec->judge) score.verdict = Verdict::not_applicable;
  return score;
}

void judge_rule(const Inquiry& inquiry, Scorecard& card) {
  for (const auto& [data_class, target] : inquiry.drill().objectives.rpo) {
    bool judged = false;
    for (const LedgerSpec& spec : inquiry.drill().ledgers) {
      if (spec.data_class != data_class) continue;
      judged = judged || spec.judge;
      card.objectives.push_back(judge_class(inquiry, data_class, target, &spec));
    }
    if (!judged) card.objectives.push_back(judge_class(inquiry, data_class, target, nullptr));
  }
}

}  // namespace

const Rule k_rule_rpo{"rpo", "how much acknowledged data did not survive", judge_rule};

}  // namespace gameday
