// SPDX-License-Identifier: Apache-2.0
// What is worth knowing beyond the verdicts. No verdict rests on a finding.
#include <algorithm>
#include <fmt/format.h>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

double ms(Duration value) { return to_seconds(value) * 1000; }

/// Recovered, but slower than the baseline by more than this factor.
void recovered_degraded(const JudgedInstrument& instrument, const Facts& facts, Scorecard& card) {
  constexpr int k_factor = 3;
  if (!instrument.outage || !instrument.outage->recovered) return;
  const Instant from = instrument.outage->recovered->high;
  const Window before = look_at(instrument.samples, facts.start, facts.onset->low);
  const Window after = look_at(instrument.samples, from, from + instrument.rule.stable_for);
  if (before.good == 0 || after.good == 0 || after.p99 <= k_factor * before.p99) return;
  card.findings.push_back(
      {"recovered_degraded", "medium",
       fmt::format("{} recovered degraded: p99 {:.1f} ms, against {:.1f} ms in the baseline",
                   instrument.name, ms(after.p99), ms(before.p99))});
}

void relapsed(const JudgedInstrument& instrument, const Facts& facts, Scorecard& card) {
  if (!instrument.outage) return;
  // What writes inside the old region is meant to fail from the fence until the way back is done.
  if (facts.failback_began && !instrument.judged) return;
  const Outage& outage = *instrument.outage;
  if (outage.relapses > 0) {
    card.findings.push_back({"relapsed", "high",
                             fmt::format("{} went bad again {} times after it had recovered",
                                         instrument.name, outage.relapses)});
  } else if (facts.lifted && outage.observed && !instrument.while_in_force->observed) {
    card.findings.push_back(
        {"bad_after_heal", "high",
         fmt::format("{} was good during the fault and bad after it was lifted", instrument.name)});
  }
}

void wide_onset(const Inquiry& inquiry, Scorecard& card) {
  constexpr int k_part = 10;
  const auto& target = inquiry.drill().objectives.rto;
  for (const FaultFacts& fault : inquiry.facts.faults) {
    if (!fault.applied || !target) continue;
    const Duration width = fault.applied->onset.high - fault.applied->onset.low;
    if (width <= *target / k_part) continue;
    card.findings.push_back({"wide_onset", "medium",
                             fmt::format("fault {} took {} s to bite everywhere, more than a "
                                         "tenth of the target",
                                         fault.name, format_seconds(width))});
  }
}

void nothing_dropped(const Inquiry& inquiry, Scorecard& card) {
  for (const FaultFacts& fault : inquiry.facts.faults) {
    const bool none = std::ranges::all_of(
        fault.counters, [](const DropCounter& counter) { return counter.packets == 0; });
    if (fault.counters.empty() || !none) continue;
    card.findings.push_back(
        {"nothing_dropped", "high",
         fmt::format("the rules of fault {} dropped not one packet", fault.name)});
  }
}

void both_wrote(const Inquiry& inquiry, Scorecard& card) {
  for (const auto& read : inquiry.facts.reads) {
    if (read.what.reading >= events::Reading::after_heal) continue;
    if (read.what.writable_nodes.size() < 2) continue;
    card.findings.push_back(
        {"two_primaries", "medium",
         fmt::format("{} accepted writes at the same time while the fault was in force",
                     fmt::join(read.what.writable_nodes, " and "))});
    return;
  }
}

void measuring(const Scorecard& judged, Scorecard& card) {
  constexpr double k_steal = 0.02;
  if (judged.vantage.size() == 1) {
    card.findings.push_back(
        {"one_vantage", "low", fmt::format("measured from one place only: {}", judged.vantage[0])});
  }
  if (judged.steal && *judged.steal > k_steal) {
    card.findings.push_back(
        {"steal", "low",
         fmt::format("the machine was denied {:.1f} % of its CPU time", *judged.steal * 100)});
  }
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  if (inquiry.facts.onset) {
    for (const JudgedInstrument& instrument : inquiry.instruments) {
      recovered_degraded(instrument, inquiry.facts, card);
      relapsed(instrument, inquiry.facts, card);
    }
  }
  wide_onset(inquiry, card);
  nothing_dropped(inquiry, card);
  both_wrote(inquiry, card);
  measuring(card, card);
}

}  // namespace

const Rule k_rule_findings{"findings", "what is worth knowing beyond the verdicts", judge};

}  // namespace gameday
