// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>

#include "tests/drills/policy/tape.hpp"

/// Policies and signals drawn at random, the same on every machine.
namespace gameday::policies {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : m_engine{seed} {}
  /// In [least, most].
  std::int64_t roll(std::int64_t least, std::int64_t most) {
    return least +
           static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool chance(std::int64_t percent) { return roll(1, 100) <= percent; }
  Duration ms(std::int64_t least, std::int64_t most) {
    return std::chrono::milliseconds{roll(least, most)};
  }

 private:
  std::mt19937_64 m_engine;  ///< the standard says exactly what it gives
};

inline PolicySpec random_policy(Dice& dice) {
  PolicySpec policy = sample_policy();
  policy.layers["network"].probes = {{"a", {"net-a"}}, {"b", {"net-b"}}};
  policy.at_least = dice.roll(1, 3);
  policy.necessary.clear();
  for (const char* layer : {"app", "db", "network"}) {
    if (dice.chance(33)) policy.necessary.emplace_back(layer);
  }
  policy.hold = dice.ms(0, 2000);
  policy.cool_down = dice.ms(1, 8000);
  policy.anti_flap = dice.ms(0, 3000);
  policy.most_shifts = dice.roll(1, 3);
  policy.shifts_within = dice.ms(1000, 15000);
  if (dice.chance(50)) policy.vetoes.clear();
  for (auto* group : {&policy.layers, &policy.vetoes}) {
    for (auto& [name, gauge] : *group) {
      gauge.window = dice.ms(200, 1500);
      gauge.stale_after = dice.ms(300, 3000);
      gauge.down_above_ppm = dice.roll(0, 900'000);
      gauge.up_below_ppm = dice.roll(1, std::max<std::int64_t>(1, gauge.down_above_ppm));
    }
  }
  return policy;
}

/// One instrument: good, bad, mixed and silent stretches, on a grid so coarse that many signals of
/// different instruments fall on one instant.
inline void random_stretches(Dice& dice, std::string_view instrument, std::int64_t mostly_good,
                             std::vector<HealthSignal>& into) {
  constexpr Duration k_end = 30s;
  for (Duration at = dice.ms(0, 10) * 10; at < k_end;) {
    const Duration until = at + dice.ms(500, 6000);
    const bool silent = dice.chance(5);
    const std::int64_t good = dice.chance(mostly_good) ? 98 : dice.roll(0, 60);
    for (; at < until && at < k_end; at += dice.ms(5, 15) * 10) {
      if (!silent) into.push_back({time(at), instrument, {}, dice.chance(good)});
    }
  }
}

inline std::vector<HealthSignal> random_signals(Dice& dice) {
  std::vector<HealthSignal> signals;
  for (const char* name : {"app-a", "db-a", "net-a"}) random_stretches(dice, name, 40, signals);
  for (const char* name : {"app-b", "db-b", "net-b"}) random_stretches(dice, name, 75, signals);
  for (const char* name : {"lag-a", "lag-b"}) random_stretches(dice, name, 90, signals);
  std::ranges::stable_sort(signals, {}, &HealthSignal::at);
  return signals;
}

}  // namespace gameday::policies
