// SPDX-License-Identifier: Apache-2.0
#include "drills/report/exporters.hpp"

#include <array>

namespace gameday {

std::span<const Exporter* const> exporters() {
#define GAMEDAY_LIST(kind) &k_exporter_##kind,
  static const std::array kinds{GAMEDAY_EXPORTERS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return kinds;
}

}  // namespace gameday
