// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/definition/load.hpp"
#include "drills/plan/plan.hpp"

namespace gameday {

/// The kinds that drills may name and that live above drills/definition.
[[nodiscard]] Vocabulary vocabulary();

/// Makes the tables of ledgers, each by its kind.
[[nodiscard]] MakeTable ledger_tables();

}  // namespace gameday
