// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/score/inquiry.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// What one instrument saw of the failback; null where its clock never started.
[[nodiscard]] std::optional<Outage> failback_outage(const Inquiry& inquiry,
                                                    const JudgedInstrument& instrument);

/// How long clients were without the service on the way back, from its onset; by the arithmetic of
/// the way over (measurement.md, Outage and RTO).
[[nodiscard]] ObjectiveScore judge_failback_rto(const Inquiry& inquiry, Duration target);

/// What the way back lost of a ledger: acknowledged, there after the heal or written since, and not
/// there after the failback. What the failover had lost before is not counted twice.
[[nodiscard]] ObjectiveScore judge_failback_rpo(const Inquiry& inquiry, const LedgerSpec& spec,
                                                Duration target);

}  // namespace gameday
