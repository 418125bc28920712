// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "drills/record/record.hpp"

namespace gameday {

/// The writes of a ledger that only the old primary has.
struct Stranding {
  std::vector<std::int64_t> ids;  ///< ascending, each once
  std::string error;              ///< not empty: they cannot be told
};

/// What the isolated side had when it was fenced and the new primary does not have after the heal.
/// Null = it was not read, which is never taken for nothing.
[[nodiscard]] Stranding find_stranded(const LedgerReading* isolated,
                                      const LedgerReading* after_heal);

}  // namespace gameday
