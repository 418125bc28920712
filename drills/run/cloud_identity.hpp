// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "drills/plan/plan.hpp"
#include "world/world.hpp"

namespace gameday {

/// As whom gameday would act on the clouds of a plan.
struct CloudIdentity {
  std::vector<std::string> acts;     ///< for people, a line for each place
  std::vector<std::string> refused;  ///< why that cannot be, or would end too early
};

/// Asks each cloud; a plan without any asks nobody. Reads only.
[[nodiscard]] CloudIdentity check_clouds(Performer& performer, const Plan& plan);

}  // namespace gameday
