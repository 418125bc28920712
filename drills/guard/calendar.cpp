// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/calendar.hpp"

#include <array>
#include <fmt/format.h>

namespace gameday {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 7> k_days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr minutes k_day{24 * 60};
/// A window of the day before, and every day of a week: then all windows have been seen.
constexpr int k_days_to_look = 9;

/// A drill that ends with the begin of a window has reached it.
bool runs_into(const Stretch& drill, const Stretch& window) {
  return window.from <= drill.to && drill.from < window.to;
}

std::optional<Stretch> find_weekly(const WeeklyFreeze& weekly, const Stretch& drill) {
  const auto first = std::chrono::floor<days>(drill.from + weekly.offset) - days{1};
  const minutes length = weekly.to - weekly.from + (weekly.to <= weekly.from ? k_day : minutes{0});
  for (int i = 0; i < k_days_to_look; ++i) {
    const sys_days day = first + days{i};
    const unsigned weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    const WallTime begins = day + weekly.from - weekly.offset;
    const Stretch window{begins, begins + length};
    if (weekly.days.at(weekday) && runs_into(drill, window)) return window;
  }
  return std::nullopt;
}

std::string clock_text(minutes time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

std::string offset_text(minutes offset) {
  return (offset < minutes{0} ? "-" : "+") + clock_text(std::chrono::abs(offset));
}

}  // namespace

std::optional<Stretch> find_freeze(const Freeze& freeze, const Stretch& drill) {
  if (const auto* weekly = std::get_if<WeeklyFreeze>(&freeze.when)) {
    return find_weekly(*weekly, drill);
  }
  const auto& dated = std::get<DatedFreeze>(freeze.when);
  const Stretch window{dated.from, dated.to};
  return runs_into(drill, window) ? std::optional{window} : std::nullopt;
}

std::string describe(const Freeze& freeze) {
  if (const auto* dated = std::get_if<DatedFreeze>(&freeze.when)) {
    return fmt::format("{} to {}", format_utc(dated->from), format_utc(dated->to));
  }
  const auto& weekly = std::get<WeeklyFreeze>(freeze.when);
  std::string text;
  for (std::size_t i = 0; i < k_days.size(); ++i) {
    if (!weekly.days.at(i)) continue;
    text += (text.empty() ? "" : " ") + std::string{k_days.at(i)};
  }
  return fmt::format("{}, {} to {} at {}", text, clock_text(weekly.from), clock_text(weekly.to),
                     offset_text(weekly.offset));
}

}  // namespace gameday
