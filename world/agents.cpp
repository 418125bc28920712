// SPDX-License-Identifier: Apache-2.0
#include "world/agents.hpp"

#include <vector>

namespace gameday {

std::span<const Agent* const> agents() {
#define GAMEDAY_LIST(kind) &k_agent_##kind,
  static const std::vector<const Agent*> kinds{GAMEDAY_AGENTS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
