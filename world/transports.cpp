// SPDX-License-Identifier: Apache-2.0
#include "world/transports.hpp"

#include <algorithm>
#include <array>

namespace gameday {

std::span<const Transport* const> transports() {
#define GAMEDAY_LIST(kind) &k_transport_##kind,
  static const std::array kinds{GAMEDAY_TRANSPORTS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

Result<void> without_gameday(const Host& host, const std::vector<std::string>& argv) {
  if (std::ranges::find(argv, "@gameday") == argv.end()) return {};
  return fail(ErrorKind::failed, "run gameday itself", host.name,
              "its program is on this machine only",
              "choose what a host's own tools can do, or a host of this machine");
}

}  // namespace gameday
