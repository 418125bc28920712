// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "drills/measure/probe.hpp"

/// Every kind of probe; probes/<kind>.cpp defines `const ProbeKind k_probe_<kind>`.
#define GAMEDAY_PROBES(X) \
  X(http) \
  X(tcp) \
  X(postgres) \
  X(queue)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const ProbeKind k_probe_##kind;
GAMEDAY_PROBES(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const ProbeKind* const> probe_kinds();

}  // namespace gameday
