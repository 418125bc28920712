// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runbooks/gate.hpp"

/// Every kind of gate, one line each; gates/<kind>.cpp defines `const GateKind k_gate_<kind>`.
#define GAMEDAY_GATES(X) \
  X(reachable) \
  X(caught_up) \
  X(reconciled)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const GateKind k_gate_##kind;
GAMEDAY_GATES(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const GateKind* const> gate_kinds();

}  // namespace gameday
