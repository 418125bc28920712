// SPDX-License-Identifier: Apache-2.0
// What each instrument saw. The outage is that of the whole run; only the RTO asks for more.
#include <algorithm>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

void judge(const Inquiry& inquiry, Scorecard& card) {
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    ProbeScore score;
    score.name = instrument.name;
    score.layer = instrument.layer;
    score.client = instrument.client;
    score.judged = instrument.judged;
    score.is_ledger = instrument.is_ledger;
    score.samples = instrument.samples.size();
    score.bad =
        static_cast<std::size_t>(std::ranges::count(instrument.samples, false, &Sample::good));
    score.lag_p99 = lag_quantile(instrument.samples, 0.99);
    if (const auto& outage = instrument.outage; outage && outage->observed) {
      score.outage = outage->length;
      score.began = outage->began;
      score.recovered = outage->recovered;
    }
    if (instrument.outage) score.rto = instrument.outage->rto;
    card.probes.push_back(std::move(score));
  }
}

}  // namespace

const Rule k_rule_probes{"probes", "what each instrument saw", judge};

}  // namespace gameday
