// SPDX-License-Identifier: Apache-2.0
#include "injectors/mechanisms.hpp"

#include <array>

namespace gameday {

std::span<const Mechanism* const> mechanisms() {
#define GAMEDAY_LIST(kind) &k_mechanism_##kind,
  static const std::array kinds{GAMEDAY_MECHANISMS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
