// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/timeline.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "drills/report/chart/canvas.hpp"
#include "drills/report/words.hpp"

namespace gameday {
namespace {

constexpr double k_margin = 8;
constexpr double k_marker_row = 13;
constexpr std::size_t k_marker_rows = 3;

/// A moment that concerns every lane.
struct Marker {
  Instant at;
  std::string text;
  std::string_view style;
  double x = 0;         ///< of its text
  std::size_t row = 0;  ///< of its text
};

std::optional<Instant> recovered(const Scorecard& card) {
  std::optional<Instant> last;
  for (const ProbeScore& probe : card.probes) {
    if (probe.judged && probe.recovered)
      last = std::max(last.value_or(Instant{}), probe.recovered->high);
  }
  return last;
}

std::vector<Marker> markers(const Scorecard& card) {
  std::vector<Marker> all;
  if (!card.onset) return all;
  const auto add = [&](Instant at, std::string text, std::string_view style) {
    all.push_back({.at = at, .text = std::move(text), .style = style});
  };
  add(card.onset->low, "fault on", "mark bad");
  if (const auto back = recovered(card)) add(*back, "recovered", "mark good");
  for (const ObjectiveScore& objective : card.objectives) {
    if (objective.name != "rto") continue;
    add(card.onset->low + objective.target, "target " + words::span(objective.target), "mark aim");
  }
  for (const FaultScore& fault : card.faults) {
    if (fault.reverted) add(card.start + *fault.reverted, "fault lifted", "mark");
  }
  std::erase_if(all, [&](const Marker& marker) { return marker.at > card.end; });
  std::ranges::stable_sort(all, {}, &Marker::at);
  return all;
}

/// Puts the names of the markers on as few rows as keep them apart. Gives the number of rows.
std::size_t place_names(const Canvas& canvas, std::vector<Marker>& all) {
  std::array<double, k_marker_rows> used{};
  std::size_t rows = 0;
  for (Marker& marker : all) {
    const double width = text_width(marker.text, Canvas::k_font);
    marker.x = canvas.x(marker.at) + 3;
    if (marker.x + width > canvas.right) marker.x = canvas.x(marker.at) - 3 - width;
    while (marker.row + 1 < k_marker_rows && used[marker.row] > marker.x) ++marker.row;
    used[marker.row] = marker.x + width + 6;
    rows = std::max(rows, marker.row + 1);
  }
  return rows;
}

void draw_markers(Canvas& canvas, const std::vector<Marker>& all, double above, double bottom) {
  for (const Marker& marker : all) {
    canvas.svg.line(canvas.x(marker.at), above, canvas.x(marker.at), bottom, marker.style);
    canvas.svg.text(marker.x, above + k_marker_row * static_cast<double>(marker.row + 1) - 3,
                    marker.text, "tick strong");
  }
}

/// Seconds between ticks: 1, 2 or 5 times a power of ten, not closer than a label needs.
double tick_step(double span_s, double width) {
  constexpr double k_apart = 56;
  const double least = span_s * k_apart / width;
  const double power = std::pow(10, std::floor(std::log10(std::max(least, 1e-3))));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (power * factor >= least) return power * factor;
  }
  return power * 10;
}

/// Ticks count from the onset, where there is one: that is what everybody asks about.
void draw_axis(Canvas& canvas, const Scorecard& card, double top) {
  const Instant zero = card.onset ? card.onset->low : card.start;
  const double from = to_seconds(canvas.from - zero);
  const double to = to_seconds(canvas.to - zero);
  const double step = tick_step(to - from, canvas.right - canvas.left);
  canvas.y += 16;
  // Bounded by the width: a tick needs k_apart.
  for (double tick = std::ceil(from / step) * step; tick <= to; tick += step) {
    const double x = canvas.left + (tick - from) / (to - from) * (canvas.right - canvas.left);
    canvas.svg.grid_line(x, top, canvas.y - 12, "grid");
    const bool at_end = x > canvas.right - 20;
    canvas.svg.text(x, canvas.y, fmt::format("{:g}{}", tick == 0 ? 0.0 : tick, at_end ? "" : " s"),
                    tick == 0 ? "tick strong" : "tick",
                    at_end                 ? Anchor::end
                    : x < canvas.left + 12 ? Anchor::start
                                           : Anchor::middle);
  }
}

std::string described(const Scorecard& card) {
  std::string text = "The run to scale, in seconds since the fault began.";
  for (const std::string& sentence : words::summary(card)) text += " " + sentence;
  for (const ProbeScore& probe : card.probes) {
    text += fmt::format(" {}: outage {}.", probe.name, words::outage(probe));
  }
  return text;
}

}  // namespace

std::string draw_timeline(const Scorecard& card, const Record& record, int width,
                          std::string_view id) {
  const auto full = static_cast<double>(width);
  Svg svg{full, 2000, id, "Timeline of the run", described(card)};
  Canvas canvas{svg,      card.start,      std::max(card.end, card.start + Duration{1}),
                k_margin, full - k_margin, 2};
  std::vector<Marker> all = markers(card);
  const double above = canvas.y;
  canvas.y += k_marker_row * static_cast<double>(place_names(canvas, all));
  const double top = canvas.y;
  draw_stages(canvas, record);
  draw_faults(canvas, card);
  draw_phases(canvas, card);
  for (const ProbeScore& probe : card.probes) draw_instrument(canvas, probe, record, card);
  draw_steps(canvas, card);
  const double bottom = canvas.y + 4;
  draw_axis(canvas, card, top);
  draw_markers(canvas, all, above, bottom);
  return svg.finish(canvas.y + 6);
}

}  // namespace gameday
