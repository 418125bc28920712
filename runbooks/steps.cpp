// SPDX-License-Identifier: Apache-2.0
#include "runbooks/steps.hpp"

#include <array>

namespace gameday {

std::span<const StepKind* const> step_kinds() {
#define GAMEDAY_LIST(kind) &k_step_##kind,
  static const std::array kinds{GAMEDAY_STEPS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
