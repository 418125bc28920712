// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

namespace gameday {

/// The moment by which something must be done, fixed when it is made.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Deadline(std::chrono::milliseconds after) : m_at(Clock::now() + after) {}

  [[nodiscard]] bool passed() const { return Clock::now() >= m_at; }

  /// What is left, rounded up to the millisecond, never negative.
  [[nodiscard]] std::chrono::milliseconds left() const {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(m_at - Clock::now());
    return std::max(rest, std::chrono::milliseconds{0});
  }

  /// The argument of poll(): what is left, but at most `limit`.
  [[nodiscard]] int poll_ms(std::chrono::milliseconds limit = std::chrono::hours{1}) const {
    return static_cast<int>(std::min(left(), limit).count());
  }

 private:
  Clock::time_point m_at;
};

}  // namespace gameday
