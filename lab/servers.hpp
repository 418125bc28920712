// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "lab/server.hpp"

/// Every server, in the order in which they are started; servers/<name>.cpp defines
/// `const Server k_server_<name>`. The one that takes longest to prepare comes last.
#define GAMEDAY_SERVERS(X) \
  X(names)                 \
  X(haproxy)               \
  X(shop)                  \
  X(postgres)

namespace gameday::lab {

#define GAMEDAY_DECLARE(kind) extern const Server k_server_##kind;
GAMEDAY_SERVERS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Server* const> servers();

}  // namespace gameday::lab
