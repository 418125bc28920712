// SPDX-License-Identifier: Apache-2.0
#include "world/transports.hpp"

#include <array>

namespace gameday {

std::span<const Transport* const> transports() {
#define GAMEDAY_LIST(kind) &k_transport_##kind,
  static const std::array kinds{GAMEDAY_TRANSPORTS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
