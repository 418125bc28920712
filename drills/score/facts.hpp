// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/interval.hpp"
#include "drills/record/record.hpp"

namespace gameday {

/// What the timeline says of one fault of the drill.
struct FaultFacts {
  std::string name, kind;
  std::optional<events::FaultApplied> applied;  ///< only where it was applied in full
  std::optional<ProofResult> proof;             ///< null = nobody looked
  std::vector<std::string> details;
  std::optional<events::FaultLifted> lifted;
  std::vector<DropCounter> counters;  ///< the last that were read
  std::string region;                 ///< that it breaks; empty = not known
  bool of_region = false;  ///< it is aimed at a whole region or zone, not at a host or service
};

/// What the timeline says of one step; the last state counts, the first start.
struct StepFacts {
  std::optional<Instant> started, ended;
  events::StepState state = events::StepState::started;
  std::string by, note;
};

/// Something, and when it was recorded.
template <class T>
struct At {
  Instant at{};
  T what;
};

/// The timeline by subject, read once, so that no rule has to walk through it.
struct Facts {
  Instant start{}, end{};  ///< first and last that was recorded
  std::optional<events::Started> started;
  std::optional<At<events::Finished>> finished;
  std::optional<At<events::AbortAsked>> abort_asked;  ///< the first
  std::optional<events::BaselineJudged> baseline;     ///< the last
  std::optional<events::FenceSeen> fence_seen;
  std::vector<FaultFacts> faults;  ///< in the order of the drill
  std::optional<Moment> onset;     ///< of the first fault applied: the clock starts here
  std::optional<Instant> lifted;   ///< the first revert or expiry began
  std::map<std::string, StepFacts> steps;
  std::vector<Instant> settled;  ///< when the writers had stopped
  std::vector<At<events::LedgerRead>> reads;
  std::vector<At<events::InstrumentTurned>> turns;
  std::vector<At<events::ClockPair>> clocks;
  std::vector<At<events::PolicyDecided>> policy_decided;
  std::vector<At<events::PolicyVetoed>> policy_vetoed;
  std::optional<At<events::PolicyOverridden>> overridden;           ///< the first
  std::map<std::uint64_t, std::vector<events::AlertMoved>> alerts;  ///< by place in the drill
  std::map<std::uint64_t, events::AlertWatched> watched;
  std::vector<std::string> deviations;
  bool keeper_lost = false;
  std::optional<Instant> failback_began;  ///< it was entered upon; clients feel nothing yet
  std::optional<Moment> failback_onset;   ///< its first step that clients may feel began
  std::map<std::string, At<events::GateLooked>> gates;  ///< by name; the last look
  std::vector<events::Reconciled> reconciled;
  std::optional<events::FailbackTakenBack> taken_back;
  std::optional<Instant> tables_dropped;  ///< the first of the ledgers' tables began to go
  std::map<std::string, Moment> applied;  ///< changes, by id: when their deed was done

  /// The run ended before its time (a recorded end says so, or there is none but an abort).
  [[nodiscard]] bool aborted() const;
  /// When the last fault was gone; null while one is not, or may not be.
  [[nodiscard]] std::optional<Moment> healed() const;
  /// From here on a recovery is not the failover's doing.
  [[nodiscard]] Instant in_force_until() const;
};

/// Reads a timeline; pure, and never fails: what is not there is not a fact.
[[nodiscard]] Facts gather_facts(const Record& record);

}  // namespace gameday
