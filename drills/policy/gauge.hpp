// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "drills/definition/policy.hpp"

namespace gameday {

/// What is known of a layer. Unknown is neither of the others.
enum class Health { unknown, up, down };

[[nodiscard]] std::string_view to_string(Health health);

/// The health of one layer of one region: the share of bad samples in a sliding window, with
/// hysteresis. Exact at every instant at which it is looked at, provided that it is looked at
/// whenever a sample is taken and at every next_change().
class Gauge {
 public:
  explicit Gauge(const GaugeSpec& spec);

  /// A sample that was known at `at`, which is never earlier than the one before.
  void take(Instant at, bool good);
  /// Moves on to `now`: counts the samples in (now - window, now].
  void look(Instant now);
  /// The first instant after the last look at which time alone may change it; none = no such.
  [[nodiscard]] std::optional<Instant> next_change() const;

  [[nodiscard]] Health health() const { return m_health; }
  [[nodiscard]] std::int64_t bad() const { return m_bad; }
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(m_window.size()); }

 private:
  struct Seen {
    Instant at{};
    bool good = false;
  };

  Duration m_length, m_stale_after;
  std::int64_t m_down_above_ppm, m_up_below_ppm;
  std::deque<Seen> m_window;
  std::int64_t m_bad = 0;
  std::optional<Instant> m_last;
  Health m_health = Health::unknown;
};

}  // namespace gameday
