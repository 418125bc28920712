// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runbooks/traffic.hpp"

/// Every kind of traffic manager; traffic/<kind>.cpp defines `const TrafficKind k_traffic_<kind>`.
#define GAMEDAY_TRAFFIC(X) \
  X(haproxy) \
  X(rfc2136) \
  X(powerdns) \
  X(route53) \
  X(http)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const TrafficKind k_traffic_##kind;
GAMEDAY_TRAFFIC(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const TrafficKind* const> traffic_kinds();

}  // namespace gameday
