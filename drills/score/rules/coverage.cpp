// SPDX-License-Identifier: Apache-2.0
// What the run did not show, said aloud, and how it deviated from its plan. Judges nothing.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

void add_clients(const Inquiry& inquiry, Scorecard& card) {
  for (const std::string_view client : {"fresh", "cached", "pooled"}) {
    const bool judged =
        std::ranges::any_of(inquiry.instruments, [&](const JudgedInstrument& instrument) {
          return !instrument.is_ledger && instrument.judged && instrument.client == client;
        });
    if (!judged) card.not_tested.push_back(fmt::format("no judged probe is a {} client", client));
  }
}

void add_instruments(const Inquiry& inquiry, Scorecard& card) {
  for (const ProbeSpec& probe : inquiry.drill().probes) {
    if (!probe.judge) card.not_tested.push_back(fmt::format("probe {} is not judged", probe.name));
  }
  bool writes = false;
  for (const LedgerSpec& ledger : inquiry.drill().ledgers) {
    writes = writes || (ledger.judge && ledger.from.empty());
    if (!ledger.judge) {
      card.not_tested.push_back(fmt::format("ledger {} is not judged", ledger.name));
    } else if (!inquiry.drill().objectives.rpo.contains(ledger.data_class)) {
      card.not_tested.push_back(
          fmt::format("ledger {} has no target for what may be lost", ledger.name));
    }
  }
  if (!writes) card.not_tested.emplace_back("nothing writes the way of the clients: read only");
}

void add_people(const Scorecard& judged, Scorecard& card) {
  for (const StepScore& step : judged.runbook) {
    if (step.by == "answers file") {
      card.not_tested.push_back(
          fmt::format("step {} was answered by a file: people were not exercised", step.step));
    }
  }
  if (judged.policy && judged.policy->asked && judged.policy->asked->by == "answers file") {
    card.not_tested.push_back(
        fmt::format("a file answered in the place of {}: people were not exercised",
                    judged.policy->asked->person));
  }
}

/// The wall clock against ours: a difference that moves by more than this is a step.
void add_clock_steps(const Inquiry& inquiry, Scorecard& card) {
  constexpr Duration k_step = std::chrono::milliseconds{10};
  const auto& clocks = inquiry.facts.clocks;
  for (std::size_t index = 1; index < clocks.size(); ++index) {
    const Duration moved = (clocks[index].what.wall - clocks[index - 1].what.wall) -
                           (clocks[index].at - clocks[index - 1].at);
    if (moved <= k_step && moved >= -k_step) continue;
    card.deviations.push_back(fmt::format(
        "the wall clock was stepped by {} s, {} s after the start; no figure rests on it",
        format_seconds(moved, 3), format_seconds(clocks[index].at - inquiry.facts.start, 1)));
  }
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  for (const std::string& deviation : inquiry.facts.deviations) {
    const auto& known = card.deviations;
    if (std::ranges::find(known, deviation) == known.end()) card.deviations.push_back(deviation);
  }
  if (inquiry.facts.keeper_lost) card.deviations.emplace_back("the keeper was lost during the run");
  add_clock_steps(inquiry, card);
  add_clients(inquiry, card);
  add_instruments(inquiry, card);
  add_people(card, card);
  if (inquiry.drill().ends != "failed-back") {
    card.not_tested.emplace_back("the way back to the first region");
  }
}

}  // namespace

const Rule k_rule_coverage{"coverage", "what the run did not show", judge};

}  // namespace gameday
