// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "drills/guard/config.hpp"

namespace gameday {

/// A stretch of time, its end not part of it.
struct Stretch {
  WallTime from;
  WallTime to;
};

/// The first stretch of a freeze that a drill between these two moments would run into; none = it
/// would not.
[[nodiscard]] std::optional<Stretch> find_freeze(const Freeze& freeze, const Stretch& drill);

/// "fri sat, 16:00 to 24:00 at +01:00", "2026-12-24T17:00:00Z to 2026-12-27T00:00:00Z".
[[nodiscard]] std::string describe(const Freeze& freeze);

}  // namespace gameday
