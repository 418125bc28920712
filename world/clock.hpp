// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world/world.hpp"

namespace gameday {

/// The kernel's clocks. Has no state; may be used from any thread.
class RealClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] WallTime wall() const override;
  [[nodiscard]] Duration boottime() const override;
};

}  // namespace gameday
