// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drills/measure/outage.hpp"
#include "drills/score/facts.hpp"

namespace gameday {

/// A probe, or a ledger as a probe of the write path, and what its samples say.
struct JudgedInstrument {
  std::string name, layer, client;
  bool judged = false;  ///< it counts for the RTO
  bool is_ledger = false;
  Duration every{}, timeout{};
  OutageRule rule;
  Samples samples;
  /// Samples sent later say nothing of the fault: it was lifted, or the writers had stopped.
  Instant watched_until{};
  std::optional<Outage> while_in_force;  ///< of what was sent until then
  std::optional<Outage> outage;          ///< of the whole run; null without an onset
};

/// All that the rules look at. The record outlives it.
struct Inquiry {
  const Record& record;
  Facts facts;
  std::vector<JudgedInstrument> instruments;  ///< probes, then ledgers, in the order of the drill
  /// Why nothing at all can be met: sentences; empty = no such reason.
  std::vector<std::string> nothing_met;
  /// Why the drill says nothing of RTO and RPO whatever the samples are; empty = it does.
  std::string broke_nothing;

  [[nodiscard]] const Drill& drill() const { return record.definition.drill; }
};

/// Gathers the facts, judges each instrument by its samples, and asks what nothing can be met for.
[[nodiscard]] Inquiry open_inquiry(const Record& record);

/// A verdict that anything keeps from being met becomes unknown, and the reasons are added.
[[nodiscard]] Verdict hold_back(const Inquiry& inquiry, Verdict verdict,
                                std::vector<std::string>& reasons);

}  // namespace gameday
