// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "base/params.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// How a clock is to be wrong.
struct Skew {
  const FaultScope& scope;
  const Params& params;
  std::int64_t seconds = 0;  ///< ahead of the true time; negative = behind it
};

/// The host's own clock, stepped; for hosts with a clock of their own. Errors: bad_input.
[[nodiscard]] Result<FaultPlan> skew_host(const Skew& skew);

/// The clock that one service sees, by the file that libfaketime reads. Errors: bad_input.
[[nodiscard]] Result<FaultPlan> skew_service(const Skew& skew);

}  // namespace gameday
