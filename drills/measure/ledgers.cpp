// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/ledgers.hpp"

#include <array>

namespace gameday {

std::span<const LedgerKind* const> ledger_kinds() {
#define GAMEDAY_LIST(kind) &k_ledger_##kind,
  static const std::array kinds{GAMEDAY_LEDGERS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
