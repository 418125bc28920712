// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "drills/measure/accounting.hpp"
#include "drills/score/facts.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// One reading of a ledger, or null.
[[nodiscard]] const LedgerReading* find_reading(const LedgerRecord& ledger,
                                                events::Reading reading);

/// When a reading was over; null where the timeline does not know of it.
[[nodiscard]] std::optional<Instant> read_at(const Facts& facts, const std::string& ledger,
                                             events::Reading reading);

/// When the writers had stopped for a reading that was over at `read`.
[[nodiscard]] std::optional<Instant> settled_before(const Facts& facts, Instant read);

/// Why a reading is no evidence; empty = it is.
[[nodiscard]] std::string find_flaw(const LedgerReading& reading, std::span<const Write> writes,
                                    std::optional<Instant> settled, std::optional<Instant> read);

/// Any loss misses a target of 0, and so does what nobody wrote or what is there twice.
[[nodiscard]] Verdict judge_account(const Account& account, Duration target);

/// Puts the figures of an account into an objective, and in words what was lost, unexpected or
/// there twice `when` ("after the heal").
void tell_account(ObjectiveScore& score, const Account& account);
void tell_losses(ObjectiveScore& score, const Account& account, std::string_view when);

}  // namespace gameday
