// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "drills/record/event.hpp"

namespace gameday {

/// Where every thread posts what happened, for the conductor's loop. Unbounded in principle; what
/// posts is bounded: one event for a command, one for a turn of an instrument.
class Inbox {
 public:
  void push(Event event);
  /// The oldest event, waiting for one at most this long.
  [[nodiscard]] std::optional<Event> pop(std::chrono::milliseconds patience);

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<Event> m_events;
};

}  // namespace gameday
