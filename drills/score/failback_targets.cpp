// SPDX-License-Identifier: Apache-2.0
#include "drills/score/failback_targets.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/measure/accounting.hpp"
#include "drills/score/opinion.hpp"
#include "drills/score/readings.hpp"

namespace gameday {
namespace {

/// Until when an instrument says something of the way back: a ledger until its writers stopped.
Instant watched_until(const Facts& facts, const JudgedInstrument& instrument) {
  if (!instrument.is_ledger) return facts.end;
  const auto stopped = std::ranges::find_if(
      facts.settled, [&](Instant settled) { return settled > facts.failback_onset->low; });
  const Instant stop = stopped == facts.settled.end() ? facts.end : *stopped;
  // Without its table a write is refused, which says nothing of the service.
  return std::min(stop, facts.tables_dropped.value_or(stop));
}

Opinion ask_none_observed(const JudgedInstrument& instrument, const Outage& outage,
                          const Moment& onset, Instant until, Duration target) {
  Opinion opinion{{Duration::zero(), {}}, Verdict::unknown, {}};
  const auto& samples = instrument.samples;
  const auto later = std::ranges::upper_bound(samples, until, {}, &Sample::sent);
  const bool to_the_end = later != samples.begin() && until - std::prev(later)->sent <=
                                                          3 * instrument.every + instrument.timeout;
  if (until - onset.high < instrument.rule.stable_for || !to_the_end) {
    opinion.reasons.push_back(fmt::format("{} was not watched for {} after the failback began",
                                          instrument.name,
                                          format_duration(instrument.rule.stable_for)));
    return opinion;
  }
  opinion.rto = outage.rto;
  opinion.verdict = judge(opinion.rto, target);
  return opinion;
}

Opinion ask(const Inquiry& inquiry, const JudgedInstrument& instrument, const Outage& outage,
            Duration target) {
  const Moment& onset = *inquiry.facts.failback_onset;
  const Instant until = watched_until(inquiry.facts, instrument);
  Opinion opinion;
  if (outage.stale) {
    opinion.reasons.push_back(
        fmt::format("{} gave no sample after the failback began", instrument.name));
  } else if (!outage.observed) {
    opinion = ask_none_observed(instrument, outage, onset, until, target);
  } else {
    opinion.rto = outage.rto;
    opinion.verdict = judge(opinion.rto, target);
    if (!outage.recovered) {
      opinion.reasons.push_back(
          fmt::format("{} did not recover from the failback by the end", instrument.name));
    } else if (opinion.verdict == Verdict::unknown) {
      opinion.reasons.push_back(
          fmt::format("{}: the target lies within the error of the figure", instrument.name));
    }
  }
  weigh_lag(opinion, instrument, onset.low, until, target);
  return opinion;
}

/// Why a reading says nothing; empty = it does.
std::string flaw_of(const Inquiry& inquiry, const LedgerSpec& spec, const LedgerRecord& ledger,
                    events::Reading which) {
  const LedgerReading* reading = find_reading(ledger, which);
  if (reading == nullptr) return "it was not read";
  const auto read = read_at(inquiry.facts, spec.name, which);
  const auto settled = read ? settled_before(inquiry.facts, *read) : std::nullopt;
  return find_flaw(*reading, ledger.writes, settled, read);
}

bool contains(std::vector<std::int64_t>& sorted, std::int64_t id) {
  return std::ranges::binary_search(sorted, id);
}

/// The writes that the way back could still lose: all but those that were missing before it.
std::vector<Write> at_stake(const LedgerRecord& ledger, const LedgerReading& before,
                            const LedgerReading& after, Instant settled_before_it, Instant until) {
  std::vector<std::int64_t> there = before.ids;
  std::vector<std::int64_t> now = after.ids;
  std::ranges::sort(there);
  std::ranges::sort(now);
  std::vector<Write> writes;
  for (const Write& write : ledger.writes) {
    if (write.sent > until) continue;
    const bool gone_before = write.sent <= settled_before_it && !contains(there, write.id);
    if (gone_before && !contains(now, write.id)) continue;
    writes.push_back(write);
  }
  return writes;
}

void weigh(ObjectiveScore& score, const Inquiry& inquiry, const LedgerSpec& spec,
           const LedgerRecord& ledger) {
  const Facts& facts = inquiry.facts;
  // What the failover left in doubt says nothing of the way back.
  std::vector<Write> since_heal;
  std::ranges::copy_if(ledger.writes, std::back_inserter(since_heal), [&](const Write& write) {
    return !facts.lifted || write.sent >= *facts.lifted;
  });
  const Evidence evidence =
      weigh_evidence(since_heal, *facts.failback_onset, spec.every, score.target, true);
  score.resolution = evidence.resolution;
  if (evidence.enough || score.verdict == Verdict::missed) return;
  score.verdict = Verdict::unknown;
  std::ranges::copy(evidence.reasons, std::back_inserter(score.reasons));
}

void count(ObjectiveScore& score, const Inquiry& inquiry, const LedgerSpec& spec,
           const LedgerRecord& ledger) {
  using events::Reading;
  for (const Reading which : {Reading::after_heal, Reading::after_failback}) {
    if (const std::string flaw = flaw_of(inquiry, spec, ledger, which); !flaw.empty()) {
      score.reasons.push_back(fmt::format("the reading {}: {}", to_string(which), flaw));
    }
  }
  if (!score.reasons.empty()) return;
  const auto settled = [&](Reading which) {
    return *settled_before(inquiry.facts, *read_at(inquiry.facts, spec.name, which));
  };
  const LedgerReading& after = *find_reading(ledger, Reading::after_failback);
  const std::vector<Write> writes =
      at_stake(ledger, *find_reading(ledger, Reading::after_heal), after,
               settled(Reading::after_heal), settled(Reading::after_failback));
  const Account account = count_writes(writes, after.ids, *inquiry.facts.failback_onset);
  tell_account(score, account);
  tell_losses(score, account, "after the failback");
  score.verdict = judge_account(account, score.target);
  weigh(score, inquiry, spec, ledger);
}

}  // namespace

std::optional<Outage> failback_outage(const Inquiry& inquiry, const JudgedInstrument& instrument) {
  if (!inquiry.facts.failback_onset) return std::nullopt;
  return find_outage(instrument.samples, *inquiry.facts.failback_onset, instrument.rule,
                     watched_until(inquiry.facts, instrument));
}

ObjectiveScore judge_failback_rto(const Inquiry& inquiry, Duration target) {
  ObjectiveScore score;
  score.name = "rto";
  score.target = target;
  score.read_only = true;
  bool first = true;
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    if (!instrument.judged) continue;
    if (instrument.is_ledger) score.read_only = false;
    const auto outage = failback_outage(inquiry, instrument);
    if (!outage) continue;
    add_opinion(score, instrument.name, outage, ask(inquiry, instrument, *outage, target), first);
    first = false;
  }
  score.verdict = hold_back(inquiry, score.verdict, score.reasons);
  return score;
}

ObjectiveScore judge_failback_rpo(const Inquiry& inquiry, const LedgerSpec& spec, Duration target) {
  ObjectiveScore score;
  score.name = "rpo";
  score.subject = spec.name;
  score.data_class = spec.data_class;
  score.target = target;
  const auto ledger = inquiry.record.ledgers.find(spec.name);
  if (ledger == inquiry.record.ledgers.end()) {
    score.reasons.emplace_back("the ledger was never written");
  } else if (inquiry.facts.failback_onset) {
    count(score, inquiry, spec, ledger->second);
  }
  score.verdict = hold_back(inquiry, score.verdict, score.reasons);
  return score;
}

}  // namespace gameday
