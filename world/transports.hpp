// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "world/transport.hpp"

/// Every transport; transports/<name>.cpp defines `const Transport k_transport_<name>`.
#define GAMEDAY_TRANSPORTS(X) \
  X(local) \
  X(lab) \
  X(netns) \
  X(ssh) \
  X(kubectl)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const Transport k_transport_##kind;
GAMEDAY_TRANSPORTS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Transport* const> transports();

}  // namespace gameday
