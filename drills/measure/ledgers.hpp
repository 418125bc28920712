// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "drills/measure/ledger.hpp"

/// Every kind of ledger; ledgers/<kind>.cpp defines `const LedgerKind k_ledger_<kind>`.
#define GAMEDAY_LEDGERS(X) \
  X(postgres)              \
  X(redis)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const LedgerKind k_ledger_##kind;
GAMEDAY_LEDGERS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const LedgerKind* const> ledger_kinds();

}  // namespace gameday
