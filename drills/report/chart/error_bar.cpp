// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/error_bar.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "drills/report/chart/svg.hpp"
#include "drills/report/words.hpp"

namespace gameday {
namespace {

constexpr double k_width = 360;
constexpr double k_height = 52;
constexpr double k_left = 6;
constexpr double k_right = 354;
constexpr double k_bar_y = 14;
constexpr double k_bar_height = 14;

double in_seconds(Duration value) { return to_seconds(value); }

/// What the scale must hold, with some room behind it.
double longest(const ObjectiveScore& objective) {
  double most = in_seconds(objective.target);
  if (objective.measured.low) most = std::max(most, in_seconds(*objective.measured.low));
  if (objective.measured.high) most = std::max(most, in_seconds(*objective.measured.high));
  return most * (objective.measured.high ? 1.15 : 1.5);
}

}  // namespace

std::string draw_error_bar(const ObjectiveScore& objective, std::string_view id) {
  const Interval& value = objective.measured;
  const double end = longest(objective);
  if (end <= 0 || (!value.low && !value.high)) return {};
  const auto x = [&](double seconds) { return k_left + seconds / end * (k_right - k_left); };
  const std::string said = fmt::format("{}: {}, target {}", words::title(objective),
                                       words::measured(objective), words::target(objective));
  Svg svg{k_width, k_height, id, words::title(objective), said};
  svg.line(k_left, k_bar_y + k_bar_height / 2, k_right, k_bar_y + k_bar_height / 2, "rail");
  const double low = x(value.low ? in_seconds(*value.low) : 0);
  const double high = value.high ? x(in_seconds(*value.high)) : k_right;
  const std::string tone{to_string(objective.verdict)};
  svg.rect(k_left, k_bar_y, low - k_left, k_bar_height, "fill-" + tone, said);
  // The error: the truth lies somewhere in here.
  svg.rect(low, k_bar_y, std::max(high - low, 1.5), k_bar_height, "error-" + tone);
  svg.line(low, k_bar_y - 3, low, k_bar_y + k_bar_height + 3, "cap");
  if (value.high) {
    svg.line(high, k_bar_y - 3, high, k_bar_y + k_bar_height + 3, "cap");
  } else {
    svg.path(fmt::format("M{0:.1f} {1:.1f}l8 7l-8 7z", k_right - 8, k_bar_y), "fill-" + tone);
  }
  const double target = x(in_seconds(objective.target));
  svg.line(target, 4, target, k_bar_y + k_bar_height + 8, "target");
  svg.text(k_left, k_height - 4, "0", "tick");
  const bool at_edge = target > k_right - 60;
  svg.text(target, k_height - 4, fmt::format("target {}", words::span(objective.target)),
           "tick strong",
           at_edge                ? Anchor::end
           : target < k_left + 60 ? Anchor::start
                                  : Anchor::middle);
  return svg.finish(k_height);
}

}  // namespace gameday
