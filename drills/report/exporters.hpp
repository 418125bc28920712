// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "drills/report/exporter.hpp"

/// Every exporter; exporters/<name>.cpp defines `const Exporter k_exporter_<name>`.
#define GAMEDAY_EXPORTERS(X) \
  X(text) \
  X(json) \
  X(html) \
  X(junit)

namespace gameday {

#define GAMEDAY_DECLARE(kind) extern const Exporter k_exporter_##kind;
GAMEDAY_EXPORTERS(GAMEDAY_DECLARE)
#undef GAMEDAY_DECLARE

[[nodiscard]] std::span<const Exporter* const> exporters();

}  // namespace gameday
