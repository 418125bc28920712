// SPDX-License-Identifier: Apache-2.0
// How long a run waits for pages, and for them to resolve. It never waits for what is late already:
// that is missed, and known.
#include <algorithm>

#include "drills/run/conductor_turn.hpp"

namespace gameday::conducting {
namespace {

/// A page that comes on the last moment is seen a little later.
constexpr std::chrono::milliseconds k_to_see_it{500};

AlertProgress progress_of(const Turn& turn, std::uint64_t index) {
  const auto found = turn.state.alerts.find(index);
  return found == turn.state.alerts.end() ? AlertProgress{} : found->second;
}

}  // namespace

bool awaits_alerts(const Turn& turn) {
  if (!turn.state.onset) return false;
  const Duration since = turn.now - turn.state.onset->high - k_to_see_it;
  const auto& alerts = turn.plan.drill().alerts;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    if (alerts[i].must_not) continue;
    const AlertProgress progress = progress_of(turn, i);
    const Duration taken_up = alerts[i].params.get<Duration>("acknowledged_within");
    if (!progress.received && since < alerts[i].within.value_or(Duration{0})) return true;
    if (progress.received && !progress.acknowledged && since < taken_up) return true;
  }
  return false;
}

bool awaits_resolution(const Turn& turn) {
  const auto& alerts = turn.plan.drill().alerts;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    if (!alerts[i].resolves_within) continue;
    const bool fires = progress_of(turn, i).state != AlertState::silent;
    if (fires && turn.in_stage() < *alerts[i].resolves_within + k_to_see_it) return true;
  }
  return false;
}

}  // namespace gameday::conducting
