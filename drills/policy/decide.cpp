// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/decide.hpp"

#include <fmt/format.h>

#include "drills/policy/decider.hpp"

namespace gameday {

std::string format_since(Instant at, Instant origin) {
  return fmt::format("{}{} s", at < origin ? "" : "+", format_seconds(at - origin, 3));
}

Decisions decide(const PolicySpec& policy, std::span<const HealthSignal> signals, Instant origin,
                 std::span<const PolicyHandover> handovers) {
  Decider decider{policy, origin};
  for (const PolicyHandover& handover : handovers) decider.hand_over(handover);
  decider.take(signals);
  return decider.made();
}

}  // namespace gameday
