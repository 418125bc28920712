// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/gauge.hpp"

#include <algorithm>

namespace gameday {

std::string_view to_string(Health health) {
  switch (health) {
    case Health::up: return "up";
    case Health::down: return "down";
    default: return "unknown";
  }
}

Gauge::Gauge(const GaugeSpec& spec)
    : m_length{spec.window},
      m_stale_after{spec.stale_after},
      m_down_above_ppm{spec.down_above_ppm},
      m_up_below_ppm{spec.up_below_ppm} {}

void Gauge::take(Instant at, bool good) {
  m_window.push_back({at, good});
  m_bad += good ? 0 : 1;
  m_last = at;
}

void Gauge::look(Instant now) {
  while (!m_window.empty() && m_window.front().at + m_length <= now) {
    m_bad -= m_window.front().good ? 0 : 1;
    m_window.pop_front();
  }
  if (!m_last || now - *m_last >= m_stale_after) {
    m_health = Health::unknown;
  } else if (m_bad * k_whole_ppm > m_down_above_ppm * count()) {
    m_health = Health::down;
  } else if (m_bad * k_whole_ppm < m_up_below_ppm * count()) {
    m_health = Health::up;
  }
}

std::optional<Instant> Gauge::next_change() const {
  std::optional<Instant> next;
  if (!m_window.empty()) next = m_window.front().at + m_length;
  if (m_last && m_health != Health::unknown) {
    const Instant stale = *m_last + m_stale_after;
    next = next ? std::min(*next, stale) : stale;
  }
  return next;
}

}  // namespace gameday
