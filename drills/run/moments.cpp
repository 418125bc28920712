// SPDX-License-Identifier: Apache-2.0
#include "drills/run/moments.hpp"

#include <algorithm>

namespace gameday {

void Moments::note(const events::ChangeMoved& moved) {
  if (!moved.error.empty()) return;
  const std::lock_guard lock(m_mutex);
  m_moments[{moved.change, moved.state}] = {.low = moved.began, .high = moved.ended};
}

std::optional<Moment> Moments::of(const std::vector<std::string>& changes,
                                  ChangeState state) const {
  const std::lock_guard lock(m_mutex);
  std::optional<Moment> all;
  for (const std::string& change : changes) {
    const auto found = m_moments.find({change, state});
    if (found == m_moments.end()) continue;
    if (!all) all = found->second;
    all->low = std::min(all->low, found->second.low);
    all->high = std::max(all->high, found->second.high);
  }
  return all;
}

}  // namespace gameday
