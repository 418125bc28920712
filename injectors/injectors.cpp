// SPDX-License-Identifier: Apache-2.0
#include "injectors/injectors.hpp"

#include <array>

namespace gameday {

std::span<const Injector* const> injectors() {
#define GAMEDAY_LIST(kind) &k_injector_##kind,
  static const std::array kinds{GAMEDAY_INJECTORS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
