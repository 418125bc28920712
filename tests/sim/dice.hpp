// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "base/units.hpp"

namespace gameday::sim {

/// Random choices that are the same on every machine: whole numbers only, and none of the standard
/// distributions, which differ from library to library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : m_engine(seed) {}

  /// 0 .. bound - 1; `bound` is not 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return m_engine() % bound; }
  [[nodiscard]] bool one_in(std::uint64_t bound) { return below(bound) == 0; }
  /// Whole milliseconds from `low` to `high`.
  [[nodiscard]] std::chrono::milliseconds between(std::chrono::milliseconds low,
                                                  std::chrono::milliseconds high) {
    const auto steps = static_cast<std::uint64_t>((high - low).count()) + 1;
    return low + std::chrono::milliseconds{static_cast<std::int64_t>(below(steps))};
  }
  template <class T>
  [[nodiscard]] const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::mt19937_64 m_engine;
};

}  // namespace gameday::sim
