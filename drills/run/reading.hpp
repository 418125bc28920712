// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/plan/plan.hpp"
#include "drills/record/record.hpp"
#include "drills/run/baseline.hpp"
#include "world/world.hpp"

namespace gameday {

/// Reads a ledger over the control path, in one snapshot. After the failover and after the heal on
/// a node proven writable, the surviving region's first; for `isolated` on the broken region's
/// node.
[[nodiscard]] LedgerReading read_ledger(Performer& performer, const Plan& plan,
                                        const PlannedLedger& ledger, events::Reading reading);

/// Whether the standby of a database streams, and how far it is behind, asked of the primary.
[[nodiscard]] ReplicationSeen look_at_replication(Performer& performer, const Database& database);

/// Whether the surviving region's canary accepts a connection from where the clients are.
[[nodiscard]] bool survivor_answers(Performer& performer, const Plan& plan);

}  // namespace gameday
