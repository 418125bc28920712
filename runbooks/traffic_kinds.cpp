// SPDX-License-Identifier: Apache-2.0
#include "runbooks/traffic_kinds.hpp"

#include <array>

namespace gameday {

std::span<const TrafficKind* const> traffic_kinds() {
#define GAMEDAY_LIST(kind) &k_traffic_##kind,
  static const std::array kinds{GAMEDAY_TRAFFIC(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
