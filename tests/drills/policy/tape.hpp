// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "drills/policy/decide.hpp"

/// Signals as a test needs them, and a policy that looks at them.
namespace gameday::policies {

using namespace std::chrono_literals;

inline constexpr Instant k_origin{std::chrono::seconds{1000}};
inline Instant time(Duration since_origin) { return k_origin + since_origin; }

/// Samples every so often, one stretch after another. Names must outlive the tape.
class Tape {
 public:
  /// Samples at from, from + every ... before until.
  Tape& play(std::string_view instrument, Duration from, Duration until, bool good,
             Duration every = 100ms) {
    for (Duration at = from; at < until; at += every) {
      m_signals.push_back({time(at), instrument, {}, good});
    }
    return *this;
  }

  [[nodiscard]] std::vector<HealthSignal> signals() const {
    std::vector<HealthSignal> sorted = m_signals;
    std::ranges::stable_sort(sorted, {}, &HealthSignal::at);
    return sorted;
  }

 private:
  std::vector<HealthSignal> m_signals;
};

/// Regions a and b, layers app and db in both, the veto lag in b; window 1 s, down above one half,
/// up below a tenth, hold 1 s.
inline PolicySpec sample_policy() {
  PolicySpec policy;
  policy.mode = "observe";
  policy.from = "a";
  policy.to = "b";
  policy.at_least = 2;
  policy.necessary = {"app"};
  policy.cool_down = 3s;
  policy.anti_flap = 2s;
  policy.layers["app"].probes = {{"a", {"app-a"}}, {"b", {"app-b"}}};
  policy.layers["db"].probes = {{"a", {"db-a"}}, {"b", {"db-b"}}};
  policy.vetoes["lag"].probes = {{"a", {"lag-a"}}, {"b", {"lag-b"}}};
  return policy;
}

/// Both layers of a region, and its lag, good or bad.
inline Tape& play_region(Tape& tape, char region, Duration from, Duration until, bool good) {
  const bool a = region == 'a';
  return tape.play(a ? "app-a" : "app-b", from, until, good)
      .play(a ? "db-a" : "db-b", from, until, good)
      .play(a ? "lag-a" : "lag-b", from, until, true);
}

inline Decisions decide_on(const Tape& tape, const PolicySpec& policy = sample_policy()) {
  return decide(policy, tape.signals(), k_origin);
}

}  // namespace gameday::policies
