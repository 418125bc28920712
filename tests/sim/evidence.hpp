// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/record/record.hpp"
#include "tests/sim/drill_sim.hpp"

namespace gameday::sim {

/// The record that the run would have left: its timeline, and what the probes and the ledger saw of
/// the truth.
[[nodiscard]] Record make_record(const Script& script, const Story& story);

/// Whether clients are served at that time.
[[nodiscard]] bool is_up_at(const Story& story, Instant at);

}  // namespace gameday::sim
