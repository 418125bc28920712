// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/probes.hpp"

#include <array>

namespace gameday {

std::span<const ProbeKind* const> probe_kinds() {
#define GAMEDAY_LIST(kind) &k_probe_##kind,
  static const std::array kinds{GAMEDAY_PROBES(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
