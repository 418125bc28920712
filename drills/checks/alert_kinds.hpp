// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "drills/checks/alert_kind.hpp"

/// Every kind of monitor, one line each; alerts/<kind>.cpp defines `const AlertKind
/// k_alert_<kind>`.
#define GAMEDAY_ALERTS(X) \
  X(alertmanager)         \
  X(prometheus)           \
  X(webhook)              \
  X(pagerduty)            \
  X(command)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const AlertKind k_alert_##kind;
GAMEDAY_ALERTS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const AlertKind* const> alert_kinds();

}  // namespace gameday
