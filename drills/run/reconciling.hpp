// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "drills/run/executor.hpp"
#include "world/world.hpp"

namespace gameday {

/// Where the writes of a ledger that were stranded are exported to, within the run's folder.
[[nodiscard]] std::filesystem::path stranded_file(const std::string& ledger);

/// Accounts for the writes of one ledger that only the old primary has, from the readings that are
/// on record: exports them, or takes the drill's or a person's word that they are lost.
[[nodiscard]] events::Reconciled reconcile(Prompt& prompt, const std::filesystem::path& run_folder,
                                           const PlannedLedger& ledger, StrandedWord word);

/// Told of each ledger that was accounted for, or could not be.
using OnReconciled = std::function<void(const events::Reconciled&)>;

/// The gate that accounts for the stranded writes of all ledgers: open where each is accounted for.
[[nodiscard]] events::GateLooked reconcile_all(Prompt& prompt,
                                               const std::filesystem::path& run_folder,
                                               const Plan& plan, const PlannedGate& gate,
                                               const OnReconciled& told);

/// Undoes what the failback did from its first step that clients may feel on, newest first, where
/// it was done and has an undo.
[[nodiscard]] events::FailbackTakenBack take_back(Executor& executor, const Journal& journal,
                                                  const Plan& plan);

/// Looks at a gate's looks until all are open, at most for its patience. The worst that was seen
/// counts.
[[nodiscard]] events::GateLooked look_at(Performer& performer, const Clock& clock,
                                         const PlannedGate& gate);

}  // namespace gameday
