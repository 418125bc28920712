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
  bool observed = false;        ///< any bad sample done after onset.low
  std::optional<Moment> began;  ///< in (last good before it: sent, first bad: done]; null = no good
                                ///< sample before it, or none observed
  std::optional<Moment> recovered;  ///< in (b.sent, g.done]; null = not by the end
  Interval length;                  ///< the outage itself, recovered - began
  Interval rto;                     ///< from the onset; [0, longest gap] where nothing was observed
  Duration bad_time{};  ///< each bad sample's time until the next was sent, from the onset on
  int relapses = 0;     ///< bad spells after the recovery
  std::optional<Instant> stable_until;  ///< end of the window that made the recovery hold
  bool stale = false;                   ///< no sample was done after the onset: nothing is known
};

/// Judges one instrument. `samples` are ordered by sent; those sent after `end` are not looked at.
/// A relapse before `lifted` (when the fault ended) moves the recovery behind it; later ones are
/// counted. Whether the recovery came while the fault was in force is the caller's to judge, by
/// stable_until.
[[nodiscard]] Outage find_outage(std::span<const Sample> samples, const Moment& onset,
                                 const OutageRule& rule, Instant end,
                                 Instant lifted = Instant::max());

/// Share of good samples of those sent in [from, to), and what the good ones tell.
struct Window {
  std::size_t count = 0;
  std::size_t good = 0;
  Duration p50{};  ///< of the good ones, intended to done
  Duration p99{};
  Duration longest_gap{};  ///< between consecutive good samples, sent to done
};
[[nodiscard]] Window look_at(std::span<const Sample> samples, Instant from, Instant to);

/// The q-quantile (0..1, nearest rank) of intended-to-sent, the sampler's own lag.
[[nodiscard]] Duration lag_quantile(std::span<const Sample> samples, double q);

}  // namespace gameday
