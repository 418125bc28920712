// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "drills/measure/sampler_loop.hpp"

namespace gameday {

/// The alarms of a loop in the order of their moments. Pure: it is told the time.
class Alarms {
 public:
  AlarmId set(Instant at, std::function<void()> ring) {
    const AlarmId id{at, ++m_last};
    m_waiting.emplace(id, std::move(ring));
    return id;
  }
  void cancel(AlarmId id) { m_waiting.erase(id); }

  [[nodiscard]] std::optional<Instant> next() const {
    if (m_waiting.empty()) return std::nullopt;
    return m_waiting.begin()->first.at;
  }

  /// Takes out the earliest one that is due, if any. One set meanwhile for a moment that has
  /// passed is due as well; the caller bounds how many it rings in one turn.
  std::function<void()> take_due(Instant now) {
    if (m_waiting.empty() || m_waiting.begin()->first.at > now) return {};
    std::function<void()> ring = std::move(m_waiting.begin()->second);
    m_waiting.erase(m_waiting.begin());
    return ring;
  }

 private:
  std::map<AlarmId, std::function<void()>> m_waiting;
  std::uint64_t m_last = 0;
};

}  // namespace gameday
