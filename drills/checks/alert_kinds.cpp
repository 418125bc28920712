// SPDX-License-Identifier: Apache-2.0
#include "drills/checks/alert_kinds.hpp"

#include <array>

namespace gameday {

std::span<const AlertKind* const> alert_kinds() {
#define GAMEDAY_LIST(kind) &k_alert_##kind,
  static constexpr std::array k_all{GAMEDAY_ALERTS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return k_all;
}

}  // namespace gameday
