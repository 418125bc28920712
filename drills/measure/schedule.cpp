// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/schedule.hpp"

namespace gameday {

void Schedule::take_due(Instant now, const std::function<void(Instant)>& send) {
  if (now < m_next) return;
  const auto due = (now - m_next) / m_every + 1;
  const Instant first = m_next;
  m_next = first + due * m_every;
  send(first);
  const auto from = due > k_burst ? due - k_burst + 1 : 1;
  for (auto tick = from; tick < due; ++tick) send(first + tick * m_every);
}

Instant first_tick(Instant start, Duration every, std::size_t index, std::size_t count) {
  if (count == 0) return start;
  return start + every * static_cast<Duration::rep>(index) / static_cast<Duration::rep>(count);
}

std::size_t flights_allowed(Duration timeout, Duration every) {
  return static_cast<std::size_t>(timeout / every) + 2;
}

}  // namespace gameday
