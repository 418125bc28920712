// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/outage.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace gameday {

namespace {

using Span = std::span<const Sample>;

/// Rounding must not turn 99 of 100 into less than 99 %.
constexpr double k_rounding = 1e-9;

Span sent_until(Span samples, Instant end) {
  const auto later = std::ranges::upper_bound(samples, end, {}, &Sample::sent);
  return samples.first(static_cast<std::size_t>(later - samples.begin()));
}

/// Answers for windows of stable_for that begin at a sample. Asked with growing indexes only, so
/// that one pass over the samples serves them all.
class Windows {
 public:
  Windows(Span samples, const OutageRule& rule, Instant end)
      : m_samples(samples), m_rule(rule), m_end(end) {
    m_bad.reserve(samples.size() + 1);
    m_gaps.reserve(samples.size() + 1);
    m_bad.push_back(0);
    m_gaps.push_back(0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      m_bad.push_back(m_bad.back() + (samples[i].good ? 0U : 1U));
      const bool gap = i > 0 && samples[i].sent - samples[i - 1].sent > 3 * rule.every;
      m_gaps.push_back(m_gaps.back() + (gap ? 1U : 0U));
    }
  }

  /// The window was seen in full, without a gap, and holds the availability.
  bool holds(std::size_t first) {
    const Instant until = m_samples[first].sent + m_rule.stable_for;
    if (until > m_end) return false;
    const std::size_t past = past_window(first);
    if (m_gaps[past] != m_gaps[first + 1]) return false;
    if (until - m_samples[past - 1].sent > 3 * m_rule.every) return false;
    return !below(m_bad[past] - m_bad[first], past - first);
  }

  /// The window falls below the availability. Where the samples end within it, it is measured
  /// against the samples that a full one has.
  bool fails(std::size_t first) {
    const std::size_t past = past_window(first);
    std::size_t count = past - first;
    if (past == m_samples.size() && m_rule.every > Duration::zero()) {
      count = std::max(count, static_cast<std::size_t>(m_rule.stable_for / m_rule.every) + 1);
    }
    return below(m_bad[past] - m_bad[first], count);
  }

 private:
  [[nodiscard]] bool below(std::size_t bad, std::size_t count) const {
    const auto all = static_cast<double>(count);
    return all - static_cast<double>(bad) + k_rounding < m_rule.availability * all;
  }

  std::size_t past_window(std::size_t first) {
    const Instant until = m_samples[first].sent + m_rule.stable_for;
    m_past = std::max(m_past, first + 1);
    while (m_past < m_samples.size() && m_samples[m_past].sent <= until) ++m_past;
    return m_past;
  }

  Span m_samples;
  OutageRule m_rule;
  Instant m_end;
  std::size_t m_past = 0;
  std::vector<std::uint32_t> m_bad;   ///< bad ones among the first i
  std::vector<std::uint32_t> m_gaps;  ///< gaps that end at one of the first i
};

/// What the walk through the samples found, by their indexes.
struct Found {
  std::optional<std::size_t> recovered;
  int relapses = 0;
};

Found walk(Span samples, Windows& windows, std::size_t first_bad, Instant lifted) {
  Found found;
  bool down = true;
  for (std::size_t i = first_bad + 1; i < samples.size(); ++i) {
    if (down && samples[i].good && windows.holds(i)) {
      down = false;
      if (!found.recovered) found.recovered = i;
    } else if (!down && !samples[i].good && windows.fails(i)) {
      down = true;
      if (samples[i].sent < lifted) {
        found.recovered.reset();
      } else {
        ++found.relapses;
      }
    }
  }
  return found;
}

Interval unobserved(Span samples, const Moment& onset) {
  Interval rto{Duration::zero(), std::nullopt};
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (samples[i].done <= onset.low) continue;
    const Duration gap = samples[i].done - samples[i - 1].sent;
    rto.high = std::max(rto.high.value_or(gap), gap);
  }
  return rto;
}

Duration bad_time(Span samples, const Moment& onset, Duration every) {
  Duration total{};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].good || samples[i].done <= onset.low) continue;
    const Instant from = std::max(samples[i].sent, onset.low);
    const Instant to = i + 1 < samples.size() ? samples[i + 1].sent : samples[i].sent + every;
    total += std::max(Duration::zero(), to - from);
  }
  return total;
}

std::size_t last_bad_before(Span samples, std::size_t index) {
  while (samples[index - 1].good) --index;
  return index - 1;
}

Duration at_least_zero(Duration value) { return std::max(Duration::zero(), value); }

/// The beginning, also where it lies before the first good sample and so is not bounded below.
void bound_length(Outage& outage, Instant first_bad_done, Instant last_bad_sent) {
  if (!outage.recovered) {
    outage.length.low = at_least_zero(last_bad_sent - first_bad_done);
  } else {
    outage.length.low = at_least_zero(outage.recovered->low - first_bad_done);
    if (outage.began) outage.length.high = outage.recovered->high - outage.began->low;
  }
}

Duration quantile(std::vector<Duration>& values, double q) {
  if (values.empty()) return Duration::zero();
  const double rank = std::ceil(q * static_cast<double>(values.size()));
  const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::min(index, values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

Outage find_outage(Span samples, const Moment& onset, const OutageRule& rule, Instant end,
                   Instant lifted) {
  samples = sent_until(samples, end);
  Outage outage;
  const auto concerns = [&](const Sample& sample) { return sample.done > onset.low; };
  outage.stale = std::ranges::none_of(samples, concerns);
  if (outage.stale) return outage;
  const auto found_bad = std::ranges::find_if(
      samples, [&](const Sample& sample) { return !sample.good && concerns(sample); });
  outage.observed = found_bad != samples.end();
  if (!outage.observed) {
    outage.rto = unobserved(samples, onset);
    return outage;
  }
  const auto first_bad = static_cast<std::size_t>(found_bad - samples.begin());
  const auto good_before = std::find_if(samples.rbegin() + (samples.end() - found_bad),
                                        samples.rend(), [](const Sample& s) { return s.good; });
  if (good_before != samples.rend()) outage.began = Moment{good_before->sent, found_bad->done};
  outage.bad_time = bad_time(samples, onset, rule.every);

  Windows windows(samples, rule, end);
  const Found found = walk(samples, windows, first_bad, lifted);
  outage.relapses = found.relapses;
  const std::size_t b = last_bad_before(samples, found.recovered.value_or(samples.size()));
  if (found.recovered) {
    const Sample& g = samples[*found.recovered];
    outage.recovered = Moment{samples[b].sent, g.done};
    outage.stable_until = g.sent + rule.stable_for;
    outage.rto = {at_least_zero(samples[b].sent - onset.high), g.done - onset.low};
  } else {
    outage.rto = {at_least_zero(samples.back().sent - onset.high), std::nullopt};
  }
  bound_length(outage, found_bad->done, samples[b].sent);
  return outage;
}

Window look_at(Span samples, Instant from, Instant to) {
  Window window;
  std::vector<Duration> latencies;
  const Sample* before = nullptr;
  const auto start = std::ranges::lower_bound(samples, from, {}, &Sample::sent);
  for (auto at = start; at != samples.end() && at->sent < to; ++at) {
    ++window.count;
    if (!at->good) continue;
    latencies.push_back(at->done - at->intended);
    if (before != nullptr) {
      window.longest_gap = std::max(window.longest_gap, at->done - before->sent);
    }
    before = &*at;
  }
  window.good = latencies.size();
  window.p50 = quantile(latencies, 0.50);
  window.p99 = quantile(latencies, 0.99);
  return window;
}

Duration lag_quantile(Span samples, double q) {
  std::vector<Duration> lags;
  lags.reserve(samples.size());
  for (const Sample& sample : samples) lags.push_back(sample.sent - sample.intended);
  return quantile(lags, q);
}

}  // namespace gameday
