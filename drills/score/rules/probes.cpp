// SPDX-License-Identifier: Apache-2.0
// What each instrument saw. The outage is that of the whole run; only the RTO asks for more.
#include <algorithm>
#include <map>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

/// Which region answered most before the onset; empty = nobody told.
std::string region_before(const JudgedInstrument& instrument, Instant onset) {
  std::map<std::string, int> answers;
  for (const Sample& sample : instrument.samples) {
    if (sample.done <= onset && sample.good && !sample.region.empty()) ++answers[sample.region];
  }
  const auto most =
      std::ranges::max_element(answers, {}, [](const auto& one) { return one.second; });
  return most == answers.end() ? std::string{} : most->first;
}

/// What asks the survivor directly never had an old region to leave.
bool is_broken(const Facts& facts, const std::string& region) {
  return !region.empty() && std::ranges::any_of(facts.faults, [&](const FaultFacts& fault) {
    return fault.applied && fault.region == region;
  });
}

/// When the last traffic step was done; null where there was none.
std::optional<Moment> shifted(const Inquiry& inquiry) {
  std::optional<Moment> shift;
  for (const StepSpec& step : inquiry.record.definition.runbook.steps) {
    const auto facts = inquiry.facts.steps.find(step.name);
    if (step.kind != "traffic" || facts == inquiry.facts.steps.end()) continue;
    if (facts->second.state != events::StepState::done) continue;
    shift = Moment{*facts->second.ended, *facts->second.ended};
  }
  return shift;
}

/// The first good answer from elsewhere behind the last answer from the old region, while the
/// fault was in force. What the old region answered after the shift is counted.
void add_convergence(const Inquiry& inquiry, const JudgedInstrument& instrument,
                     const Moment& shift, ProbeScore& score) {
  const std::string old = region_before(instrument, inquiry.facts.onset->low);
  if (!is_broken(inquiry.facts, old)) return;
  std::size_t late = 0;
  std::optional<Moment> reached;
  Instant last_elsewhere = inquiry.facts.onset->low;
  for (const Sample& sample : instrument.samples) {
    if (sample.sent <= inquiry.facts.onset->low || sample.sent > instrument.watched_until) continue;
    const bool told = sample.good && !sample.region.empty();
    if (told && sample.region != old) {
      if (!reached) reached = Moment{last_elsewhere, sample.done};
      continue;
    }
    if (sample.region == old) {
      reached.reset();
      if (sample.sent > shift.high) ++late;
    }
    last_elsewhere = sample.sent;
  }
  score.old_answers = late;
  score.converged = reached ? between(shift, *reached) : Interval{};
}

bool tells_classes_apart(const Inquiry& inquiry) {
  return std::ranges::any_of(inquiry.drill().probes,
                             [](const ProbeSpec& probe) { return probe.client != "fresh"; });
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  const auto shift = shifted(inquiry);
  const bool apart = shift && inquiry.facts.onset && tells_classes_apart(inquiry);
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
    if (apart && !instrument.is_ledger) add_convergence(inquiry, instrument, *shift, score);
    card.probes.push_back(std::move(score));
  }
}

}  // namespace

const Rule k_rule_probes{"probes", "what each instrument saw", judge};

}  // namespace gameday
