// SPDX-License-Identifier: Apache-2.0
#include "lab/servers.hpp"

#include <array>

namespace gameday::lab {

std::span<const Server* const> servers() {
#define GAMEDAY_LIST(kind) &k_server_##kind,
  static const std::array kinds{GAMEDAY_SERVERS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday::lab
