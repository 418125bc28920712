// SPDX-License-Identifier: Apache-2.0
#include "drills/score/opinion.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace gameday {
namespace {

/// A verdict of met rests on the finest that the sampler was asked for; any rests on its margin.
Duration needed_resolution(const Opinion& opinion, Duration target) {
  constexpr int k_finest = 20;  // `every` may be no longer than this part of the target
  if (opinion.verdict == Verdict::missed) return *opinion.rto.low - target;
  return std::min(target - *opinion.rto.high, target / k_finest);
}

/// Later ends are worse, and an end that is not known is the worst.
bool is_worse(const Interval& a, const Interval& b) {
  const auto high = [](const Interval& value) { return value.high.value_or(Duration::max()); };
  if (high(a) != high(b)) return high(a) > high(b);
  return a.low.value_or(Duration::zero()) > b.low.value_or(Duration::zero());
}

}  // namespace

void weigh_lag(Opinion& opinion, const JudgedInstrument& instrument, Instant from, Instant until,
               Duration target) {
  if (opinion.verdict == Verdict::unknown) return;
  if (opinion.verdict == Verdict::missed && (!opinion.rto.low || *opinion.rto.low <= target)) {
    return;  // it rests on when the fault was lifted, which the sampler did not measure
  }
  Samples during;
  std::ranges::copy_if(instrument.samples, std::back_inserter(during), [&](const Sample& sample) {
    return sample.intended >= from && sample.intended <= until;
  });
  const Duration lag = lag_quantile(during, 0.99);
  const Duration needed = needed_resolution(opinion, target);
  if (lag <= needed) return;
  opinion.verdict = Verdict::unknown;
  opinion.reasons.push_back(
      fmt::format("{}: the sampler lagged {} s (p99), and the verdict needs {} s", instrument.name,
                  format_seconds(lag, 3), format_seconds(needed, 3)));
}

void add_opinion(ObjectiveScore& score, const std::string& instrument,
                 const std::optional<Outage>& outage, Opinion opinion, bool first) {
  if (first || is_worse(opinion.rto, score.measured)) {
    score.subject = instrument;
    if (outage) {
      score.relapses = outage->relapses;
      score.bad_time = outage->bad_time;
    }
  }
  score.measured = first ? opinion.rto : worst(score.measured, opinion.rto);
  const std::array both{first ? Verdict::not_applicable : score.verdict, opinion.verdict};
  score.verdict = merge(both);
  std::ranges::move(opinion.reasons, std::back_inserter(score.reasons));
}

}  // namespace gameday
