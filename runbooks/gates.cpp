// SPDX-License-Identifier: Apache-2.0
#include "runbooks/gates.hpp"

#include <array>

namespace gameday {

std::span<const GateKind* const> gate_kinds() {
#define GAMEDAY_LIST(kind) &k_gate_##kind,
  static const std::array kinds{GAMEDAY_GATES(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
