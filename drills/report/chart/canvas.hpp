// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/interval.hpp"
#include "drills/report/chart/svg.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// Time to the right, lanes downwards: what the lanes of the timeline are drawn on.
struct Canvas {
  Svg& svg;
  Instant from{}, to{};  ///< the whole run
  double left = 0, right = 0;
  double y = 0;  ///< where the next lane begins

  static constexpr double k_font = 11;

  [[nodiscard]] double x(Instant at) const {
    const auto span = static_cast<double>(std::max<Duration::rep>((to - from).count(), 1));
    const auto since = static_cast<double>((std::clamp(at, from, to) - from).count());
    return left + since / span * (right - left);
  }
  /// The name of a lane, above it.
  void title(std::string_view text, std::string_view remark = {}) {
    y += 15;
    svg.text(left, y, text, "lane");
    const double behind = left + text_width(text, k_font) + 12;
    const bool fits = behind + text_width(remark, k_font) < right;
    if (!remark.empty() && fits) svg.text(behind, y, remark, "tick");
    y += 5;
  }
  /// A box from one moment to another, with its name in it where there is room.
  void band(Instant begin, Instant end, double height, std::string_view style,
            std::string_view name, std::string_view hint) {
    const double x1 = x(begin);
    const double width = std::max(x(end) - x1, 1.0);
    svg.rect(x1, y, width, height, style, hint);
    if (text_width(name, k_font) + 8 > width) return;
    svg.text(x1 + width / 2, y + height / 2 + 4, name, "inband", Anchor::middle);
  }
};

/// The lanes, from top to bottom. Each moves the canvas down by what it needs.
void draw_stages(Canvas& canvas, const Record& record);
void draw_faults(Canvas& canvas, const Scorecard& card);
void draw_phases(Canvas& canvas, const Scorecard& card);
void draw_steps(Canvas& canvas, const Scorecard& card);
void draw_instrument(Canvas& canvas, const ProbeScore& probe, const Record& record,
                     const Scorecard& card);

}  // namespace gameday
