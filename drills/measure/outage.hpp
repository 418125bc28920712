// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "base/interval.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

/// What an outage is measured by (measurement.md, Outage and RTO).
struct OutageRule {
  Duration every{};       ///< the probe's period
  Duration stable_for{};  ///< never below 20 periods; the caller has seen to it
  double availability = 0.99;
};

/// What the samples of one instrument say about an outage after an onset.
struct Outage {
  bool observed = false;            ///< any bad sample done after onset.low
  std::optional<Moment> began;      ///< in (last good before it: sent, first bad: done]
  std::optional<Moment> recovered;  ///< in (b.sent, g.done]; null = not by the end
  Interval length;                  ///< the outage itself, recovered - began
  Interval rto;                     ///< from the onset; [0, longest gap] where nothing was observed
  Duration bad_time{};              ///< total bad time from the onset on
  int relapses = 0;                 ///< bad spells after the recovery
  std::optional<Instant> stable_until;  ///< end of the window that made the recovery hold
  bool stale = false;                   ///< no samples at all
};

/// Judges one instrument. `samples` are ordered by sent; those sent after `end` are not looked at.
[[nodiscard]] Outage find_outage(std::span<const Sample> samples, const Moment& onset,
                                 const OutageRule& rule, Instant end);

/// Share of good samples and latency quantiles of those sent in [from, to).
struct Window {
  std::size_t count = 0;
  std::size_t good = 0;
  Duration p50{};
  Duration p99{};
  Duration longest_gap{};  ///< between consecutive good samples, sent to done
};
[[nodiscard]] Window look_at(std::span<const Sample> samples, Instant from, Instant to);

/// The q-quantile (0..1) of intended-to-sent, the sampler's own lag.
[[nodiscard]] Duration lag_quantile(std::span<const Sample> samples, double q);

}  // namespace gameday
