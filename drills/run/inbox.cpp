// SPDX-License-Identifier: Apache-2.0
#include "drills/run/inbox.hpp"

#include <utility>

namespace gameday {

void Inbox::push(Event event) {
  {
    const std::lock_guard lock(m_mutex);
    m_events.push_back(std::move(event));
  }
  m_wake.notify_one();
}

std::optional<Event> Inbox::pop(std::chrono::milliseconds patience) {
  std::unique_lock lock(m_mutex);
  if (!m_wake.wait_for(lock, patience, [this] { return !m_events.empty(); })) return std::nullopt;
  Event event = std::move(m_events.front());
  m_events.pop_front();
  return event;
}

}  // namespace gameday
