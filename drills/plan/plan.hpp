// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "drills/definition/load.hpp"
#include "injectors/injector.hpp"
#include "runbooks/step.hpp"

namespace gameday {

/// A fault with the changes that its kind makes of it.
struct PlannedFault {
  FaultSpec spec;
  FaultPlan plan;
};

/// A step of the runbook with what its kind makes of it.
struct PlannedStep {
  StepSpec spec;
  StepPlan plan;
  bool promotes = false;
  bool is_fence = false;  ///< carried out in the fence stage, not in the runbook's order
};

/// A ledger with the table that it writes to.
struct PlannedLedger {
  LedgerSpec spec;
  std::string table;  ///< gameday_ledger_<run id>_<ledger>
  Change make_table;  ///< and its undo
};

/// A gate of the failback with what its kind makes of it.
struct PlannedGate {
  GateSpec spec;
  GatePlan plan;
};

/// What of the world a drill can touch, for people to weigh.
struct BlastRadius {
  std::vector<std::string> regions;  ///< that are broken
  std::vector<std::string> hosts;    ///< on which something is changed, and all of those regions
  int networks = 0;                  ///< networks and virtual addresses of those regions
  int changes = 0;
  Duration longest{};  ///< until the last fault has expired by itself
};

/// A drill with targets resolved and every change with its undo. Pure data.
struct Plan {
  std::string run_id;  ///< eight hex digits
  Definition definition;
  std::vector<PlannedLedger> ledgers;
  std::vector<PlannedFault> faults;
  std::vector<PlannedStep> steps;
  std::string broken_region;
  std::string surviving_region;
  BlastRadius blast_radius;
  std::vector<PlannedGate> gates = {};           ///< of the failback
  std::vector<PlannedStep> failback_steps = {};  ///< empty = there is no way back in this drill

  [[nodiscard]] const Drill& drill() const { return definition.drill; }
  [[nodiscard]] const PlannedStep* fence() const;
  /// The index of the failback's first step that clients may feel.
  [[nodiscard]] std::size_t first_felt_step() const;
};

/// Gives the change that makes a ledger's table (its kind lives above this part).
using MakeTable = std::function<Result<Change>(const LedgerSpec&, const std::string& table)>;

/// Targets resolved, each kind asked for its changes. Errors: bad_input.
[[nodiscard]] Result<Plan> build_plan(Definition definition, std::string run_id,
                                      const MakeTable& make_table);

/// Whether a fault of the plan is aimed at a whole region or zone, which clients must then use
/// (measurement.md, Baseline), and not at one host, service or link.
[[nodiscard]] bool breaks_a_region(const Plan& plan);

/// Every change of the plan, in the order in which it may be made.
[[nodiscard]] std::vector<const Change*> all_changes(const Plan& plan);

/// What the world looks like if gameday is killed at some point of the drill.
struct Death {
  std::string when;
  std::string then;
};
[[nodiscard]] std::vector<Death> deaths(const Plan& plan);

/// What `gameday plan` prints: every change with its undo, every probe and step, the blast radius,
/// and what the world looks like if gameday dies at each step.
[[nodiscard]] std::string describe(const Plan& plan);

/// The document that is frozen with a run, its digests included.
[[nodiscard]] Json to_json(const Plan& plan);

/// SHA-256 over plan, drill, inventory and runbook, in hex; of a file that there is not: empty. The
/// plan's is the same for every run of the same files: the run id in it is taken as 00000000.
struct Digests {
  std::string drill;
  std::string inventory;
  std::string runbook;
  std::string plan;
  std::string failback = {};  ///< of its runbook
};
[[nodiscard]] Digests digests(const Plan& plan);

}  // namespace gameday
