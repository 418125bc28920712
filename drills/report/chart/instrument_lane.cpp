// SPDX-License-Identifier: Apache-2.0
// The lane of one probe or ledger: its outage with the error of both ends, whether it was good, how
// fast it answered, and for a ledger what became of its writes.
#include <fmt/format.h>

#include <cmath>
#include <span>

#include "drills/report/chart/buckets.hpp"
#include "drills/report/chart/canvas.hpp"
#include "drills/report/words.hpp"

namespace gameday {
namespace {

constexpr double k_slice = 2;  ///< pixels a bucket of samples is wide
constexpr double k_bar = 6;    ///< pixels a bar of writes is wide
constexpr double k_strip = 9;
constexpr double k_plot = 46;

Samples samples_of(const ProbeScore& probe, const Record& record) {
  Samples samples;
  if (!probe.is_ledger) {
    const auto found = record.probes.find(probe.name);
    return found == record.probes.end() ? samples : found->second;
  }
  const auto found = record.ledgers.find(probe.name);
  if (found == record.ledgers.end()) return samples;
  for (const Write& write : found->second.writes) samples.push_back(as_sample(write));
  return samples;
}

/// Solid where it was bad for certain, pale where it may have been.
void draw_outage(Canvas& canvas, const ProbeScore& probe) {
  constexpr double k_height = 6;
  if (!probe.began) return;
  const Instant end = probe.recovered ? probe.recovered->high : canvas.to;
  const Instant sure_end = probe.recovered ? probe.recovered->low : canvas.to;
  const double y = canvas.y + 1;
  const double x1 = canvas.x(probe.began->low);
  const double x2 = canvas.x(end);
  canvas.svg.rect(x1, y, x2 - x1, k_height, "outage-error",
                  fmt::format("{}: outage of {}", probe.name, words::outage(probe)));
  const double sure_from = canvas.x(probe.began->high);
  canvas.svg.rect(sure_from, y, canvas.x(sure_end) - sure_from, k_height, "outage");
  canvas.svg.line(x1, y - 1, x1, y + k_height + 1, "cap");
  if (probe.recovered) canvas.svg.line(x2, y - 1, x2, y + k_height + 1, "cap");
}

std::string_view state_of(const Bucket& bucket) {
  if (bucket.empty()) return {};
  if (bucket.bad == 0) return "up";
  return bucket.good == 0 ? "down" : "partly";
}

/// Neighbours that are alike become one box.
void draw_availability(Canvas& canvas, std::span<const Bucket> buckets, double slice) {
  for (std::size_t begin = 0; begin < buckets.size();) {
    const std::string_view state = state_of(buckets[begin]);
    std::size_t end = begin + 1;
    while (end < buckets.size() && state_of(buckets[end]) == state) ++end;
    if (!state.empty()) {
      canvas.svg.rect(canvas.left + static_cast<double>(begin) * slice, canvas.y,
                      static_cast<double>(end - begin) * slice, k_strip, state);
    }
    begin = end;
  }
}

/// A logarithmic scale in milliseconds, between powers of ten that hold all that was measured.
struct LatencyScale {
  int lowest = 0;   ///< power of ten at the bottom
  int highest = 1;  ///< and at the top

  explicit LatencyScale(std::span<const Bucket> buckets) {
    Duration fastest = Duration::max();
    Duration slowest = Duration::min();
    for (const Bucket& bucket : buckets) {
      if (bucket.good == 0) continue;
      fastest = std::min(fastest, bucket.fastest);
      slowest = std::max(slowest, bucket.slowest);
    }
    if (slowest < fastest) return;
    lowest = static_cast<int>(std::floor(power(fastest)));
    highest = std::max(static_cast<int>(std::ceil(power(slowest))), lowest + 1);
  }
  static double power(Duration took) {
    constexpr double k_least_ms = 1e-3;
    return std::log10(std::max(to_seconds(took) * 1000, k_least_ms));
  }
  [[nodiscard]] double height(double power_of_ten) const {
    return (power_of_ten - lowest) / (highest - lowest) * k_plot;
  }
};

/// The band between the fastest and the slowest answer; broken where nothing was answered.
void draw_latency(Canvas& canvas, std::span<const Bucket> buckets, double slice) {
  const double floor = canvas.y + k_plot;
  const LatencyScale scale{buckets};
  const auto y_of = [&](Duration took) { return floor - scale.height(LatencyScale::power(took)); };
  for (int power = scale.lowest; power <= scale.highest; ++power) {
    canvas.svg.line(canvas.left, floor - scale.height(power), canvas.right,
                    floor - scale.height(power), "grid");
  }
  std::string path;
  for (std::size_t begin = 0; begin < buckets.size(); ++begin) {
    if (buckets[begin].good == 0) continue;
    std::size_t end = begin;
    std::string back;
    path += 'M';
    for (; end < buckets.size() && buckets[end].good > 0; ++end) {
      const double x = canvas.left + (static_cast<double>(end) + 0.5) * slice;
      path += fmt::format("{:.1f} {:.1f} ", x, y_of(buckets[end].slowest) - 0.5);
      back = fmt::format("{:.1f} {:.1f} ", x, y_of(buckets[end].fastest) + 0.5) + back;
    }
    path += back + 'z';
    begin = end;
  }
  if (path.empty()) return;
  canvas.svg.path(path, "latency");
  for (int power = scale.lowest; power <= scale.highest; ++power) {
    constexpr double k_apart = 20;  // pixels that a label between the first and the last needs
    const bool between = power != scale.highest && power != scale.lowest;
    if (between && scale.height(scale.lowest + 1) < k_apart) continue;
    const double below = power == scale.highest ? 8 : -2;
    canvas.svg.text(canvas.left, floor - scale.height(power) + below,
                    fmt::format("{:g} ms", std::pow(10, power)), "tick small");
  }
}

/// A step's height of each kind, one on the other.
void draw_writes(Canvas& canvas, const std::vector<Write>& writes,
                 const std::vector<std::int64_t>& lost) {
  constexpr double k_height = 30;
  const auto count = static_cast<std::size_t>((canvas.right - canvas.left) / k_bar);
  const auto bars = fill_write_buckets(writes, lost, canvas.from, canvas.to, count);
  std::size_t most = 1;
  for (const WriteBucket& bar : bars) {
    most = std::max(most, bar.kept + bar.lost + bar.not_acknowledged);
  }
  const double width = (canvas.right - canvas.left) / static_cast<double>(count);
  for (std::size_t index = 0; index < bars.size(); ++index) {
    double y = canvas.y + k_height;
    const auto pile = [&](std::size_t number, std::string_view style, std::string_view what) {
      if (number == 0) return;
      const double height = static_cast<double>(number) / static_cast<double>(most) * k_height;
      y -= height;
      canvas.svg.rect(canvas.left + static_cast<double>(index) * width, y, width - 1, height, style,
                      fmt::format("{} {}", number, what));
    };
    pile(bars[index].kept, "acked", "acknowledged and found");
    pile(bars[index].not_acknowledged, "doubt", "not acknowledged");
    pile(bars[index].lost, "lost", "acknowledged and lost");
  }
  canvas.y += k_height + 2;
}

/// As many as can be seen, but none shorter than the probe's period, which would only show holes.
std::size_t slices(const Canvas& canvas, const Samples& samples) {
  const auto most = static_cast<std::size_t>((canvas.right - canvas.left) / k_slice);
  if (samples.size() < 2) return most;
  const Duration span = samples.back().sent - samples.front().sent;
  const Duration period = span / static_cast<Duration::rep>(samples.size() - 1);
  if (period <= Duration::zero()) return most;
  const auto periods = static_cast<std::size_t>((canvas.to - canvas.from) / period);
  return std::clamp<std::size_t>(periods, 1, most);
}

}  // namespace

void draw_instrument(Canvas& canvas, const ProbeScore& probe, const Record& record,
                     const Scorecard& card) {
  canvas.y += 4;
  canvas.title(probe.name, fmt::format("{}{}, outage {}", probe.is_ledger ? "writes" : probe.client,
                                       probe.judged ? "" : ", not judged", words::outage(probe)));
  const Samples samples = samples_of(probe, record);
  const auto count = slices(canvas, samples);
  const auto buckets = fill_buckets(samples, canvas.from, canvas.to, count);
  const double slice = (canvas.right - canvas.left) / static_cast<double>(count);
  draw_outage(canvas, probe);
  canvas.y += 10;
  draw_availability(canvas, buckets, slice);
  canvas.y += k_strip + 3;
  draw_latency(canvas, buckets, slice);
  canvas.y += k_plot + 4;
  const auto ledger = record.ledgers.find(probe.name);
  if (!probe.is_ledger || ledger == record.ledgers.end()) return;
  std::vector<std::int64_t> lost;
  for (const ObjectiveScore& objective : card.objectives) {
    if (objective.name == "rpo" && objective.subject == probe.name) lost = objective.lost_ids;
  }
  draw_writes(canvas, ledger->second.writes, lost);
}

}  // namespace gameday
