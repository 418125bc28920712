// SPDX-License-Identifier: Apache-2.0
#include "world/delay_line.hpp"

#include <algorithm>

namespace gameday {
namespace {

constexpr std::size_t k_most = 65'536;

}  // namespace

DelayLine::DelayLine(Duration delay, Duration jitter, std::uint32_t seed)
    : m_delay{delay}, m_part{-jitter.count(), jitter.count()}, m_random{seed} {}

void DelayLine::take(std::uint32_t packet, Instant now) {
  Instant until = now + std::max(Duration{}, m_delay + Duration{m_part(m_random)});
  if (!m_waiting.empty()) until = std::max(until, m_waiting.back().until);
  // The one in front is let go with the next, because verdicts are on all up to a number.
  if (m_waiting.size() == k_most) m_waiting.pop_front();
  m_waiting.push_back({packet, until});
}

std::optional<std::uint32_t> DelayLine::release(Instant now) {
  std::optional<std::uint32_t> last;
  while (!m_waiting.empty() && m_waiting.front().until <= now) {
    last = m_waiting.front().packet;
    m_waiting.pop_front();
  }
  return last;
}

std::optional<std::uint32_t> DelayLine::release_all() {
  if (m_waiting.empty()) return std::nullopt;
  const std::uint32_t last = m_waiting.back().packet;
  m_waiting.clear();
  return last;
}

std::optional<Instant> DelayLine::next() const {
  if (m_waiting.empty()) return std::nullopt;
  return m_waiting.front().until;
}

}  // namespace gameday
