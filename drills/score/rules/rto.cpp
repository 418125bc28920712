// SPDX-License-Identifier: Apache-2.0
// How long clients were without the service, from the onset to a recovery that held while the fault
// was still in force; the worst of all that is judged (measurement.md, Outage and RTO).
#include <algorithm>
#include <fmt/format.h>

#include "drills/score/opinion.hpp"
#include "drills/score/rules.hpp"

namespace gameday {
namespace {

Duration not_negative(Duration value) { return std::max(value, Duration::zero()); }

/// Whether it was looked at, without a break at either end, for as long as a recovery must hold.
bool watched_enough(const JudgedInstrument& instrument, const Moment& onset) {
  if (instrument.watched_until - onset.high < instrument.rule.stable_for) return false;
  const auto& samples = instrument.samples;
  const auto later = std::ranges::upper_bound(samples, instrument.watched_until, {}, &Sample::sent);
  if (samples.empty() || samples.front().sent > onset.low || later == samples.begin()) return false;
  const Duration silence = instrument.watched_until - std::prev(later)->sent;
  return silence <= 3 * instrument.every + instrument.timeout;
}

Opinion none_observed(const JudgedInstrument& instrument, const Moment& onset, Duration target) {
  Opinion opinion{{Duration::zero(), {}}, Verdict::unknown, {}};
  if (!watched_enough(instrument, onset)) {
    opinion.reasons.push_back(fmt::format("{} was not watched for {} while the fault was in force",
                                          instrument.name,
                                          format_duration(instrument.rule.stable_for)));
    return opinion;
  }
  opinion.rto = instrument.while_in_force->rto;
  opinion.verdict = judge(opinion.rto, target);
  return opinion;
}

/// The last that is known to have been bad while the fault was in force.
std::optional<Duration> bad_at_least_until(const JudgedInstrument& instrument,
                                           const Moment& onset) {
  std::optional<Duration> low;
  for (const Sample& sample : instrument.samples) {
    if (sample.sent > instrument.watched_until) break;
    if (!sample.good && sample.done > onset.low) low = not_negative(sample.sent - onset.high);
  }
  return low;
}

Opinion not_recovered(const Inquiry& inquiry, const JudgedInstrument& instrument, Duration target) {
  const Moment& onset = *inquiry.facts.onset;
  const Outage& outage = *instrument.outage;
  Opinion opinion;
  if (!outage.recovered) {
    opinion.rto = outage.rto;
    opinion.reasons.push_back(fmt::format("{} did not recover by the end", instrument.name));
  } else {
    opinion.rto.low = bad_at_least_until(instrument, onset);
    opinion.reasons.push_back(
        fmt::format("{}: the fault ended before the service recovered", instrument.name));
  }
  opinion.verdict = judge(opinion.rto, target);
  const auto& lifted = inquiry.facts.lifted;
  if (lifted && *lifted - onset.high > target) opinion.verdict = Verdict::missed;
  return opinion;
}

Opinion ask(const Inquiry& inquiry, const JudgedInstrument& instrument, Duration target) {
  const Moment& onset = *inquiry.facts.onset;
  Opinion opinion;
  const Outage& during = *instrument.while_in_force;
  if (during.stale) {
    opinion.reasons.push_back(fmt::format("{} gave no sample after the onset", instrument.name));
  } else if (!during.observed) {
    opinion = none_observed(instrument, onset, target);
  } else if (instrument.outage->stable_until &&
             *instrument.outage->stable_until <= inquiry.facts.in_force_until()) {
    opinion.rto = instrument.outage->rto;
    opinion.verdict = judge(opinion.rto, target);
    if (opinion.verdict == Verdict::unknown) {
      opinion.reasons.push_back(
          fmt::format("{}: the target lies within the error of the figure", instrument.name));
    }
  } else {
    opinion = not_recovered(inquiry, instrument, target);
  }
  weigh_lag(opinion, instrument, onset.low, instrument.watched_until, target);
  return opinion;
}

ObjectiveScore judge_rto(const Inquiry& inquiry, Duration target) {
  ObjectiveScore score;
  score.name = "rto";
  score.target = target;
  score.read_only = true;
  bool first = true;
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    if (!instrument.judged) continue;
    if (instrument.is_ledger) score.read_only = false;
    if (!inquiry.facts.onset) continue;
    add_opinion(score, instrument.name, instrument.outage, ask(inquiry, instrument, target), first);
    first = false;
  }
  if (first && inquiry.facts.onset) score.reasons.emplace_back("nothing was judged");
  if (!inquiry.broke_nothing.empty()) {
    score.verdict = Verdict::unknown;
    score.reasons.push_back(inquiry.broke_nothing);
  }
  score.verdict = hold_back(inquiry, score.verdict, score.reasons);
  return score;
}

void judge_rule(const Inquiry& inquiry, Scorecard& card) {
  if (const auto target = inquiry.drill().objectives.rto) {
    card.objectives.push_back(judge_rto(inquiry, *target));
  }
}

}  // namespace

const Rule k_rule_rto{"rto", "how long clients were without the service", judge_rule};

}  // namespace gameday
