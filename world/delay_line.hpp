// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>

#include "base/units.hpp"

namespace gameday {

/// Packets by their number, in the order in which they came, each until its time. Jitter makes one
/// wait longer, and those behind it with it: none overtakes another.
class DelayLine {
 public:
  /// Each waits `delay`, give or take a random part of `jitter`.
  DelayLine(Duration delay, Duration jitter, std::uint32_t seed);

  void take(std::uint32_t packet, Instant now);
  /// The last of those whose time has come; it and all before it are let go.
  [[nodiscard]] std::optional<std::uint32_t> release(Instant now);
  /// The last one of all.
  [[nodiscard]] std::optional<std::uint32_t> release_all();
  /// When the next one's time comes.
  [[nodiscard]] std::optional<Instant> next() const;

 private:
  struct Waiting {
    std::uint32_t packet;
    Instant until;
  };

  Duration m_delay;
  std::uniform_int_distribution<std::int64_t> m_part;
  std::minstd_rand m_random;
  std::deque<Waiting> m_waiting;
};

}  // namespace gameday
