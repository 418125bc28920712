// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "injectors/mechanism.hpp"

/// Every mechanism, one line each; mechanisms/<name>.cpp defines `const Mechanism
/// k_mechanism_<name>`.
#define GAMEDAY_MECHANISMS(X) \
  X(nftables) \
  X(iptables)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const Mechanism k_mechanism_##kind;
GAMEDAY_MECHANISMS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Mechanism* const> mechanisms();

}  // namespace gameday
