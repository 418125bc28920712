// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"
#include "drills/guard/load_config.hpp"

namespace gameday {
namespace {

using std::chrono::minutes;

constexpr std::array<std::string_view, 7> k_days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::string_view k_offset_hint = "for instance offset = \"+01:00\", or \"Z\"";
constexpr std::string_view k_date_hint = "for instance 2026-12-24T18:00:00+01:00";
constexpr minutes k_day{24 * 60};
constexpr minutes k_farthest_offset{18 * 60};
constexpr std::size_t k_date_length = std::string_view{"2026-12-24T18:00:00"}.size();

std::optional<int> two_digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.size() != 2 || error != std::errc{} || end != text.data() + 2) return std::nullopt;
  return value;
}

/// "16:30"; "24:00" is the end of the day.
std::optional<minutes> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = two_digits(text.substr(0, 2));
  const auto minute = two_digits(text.substr(3));
  if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59) return std::nullopt;
  const minutes time{*hour * 60 + *minute};
  return time <= k_day ? std::optional{time} : std::nullopt;
}

/// "Z", "+01:00", "-03:30".
std::optional<minutes> parse_offset(std::string_view text) {
  if (text == "Z") return minutes{0};
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto size = parse_time(text.substr(1));
  if (!size || *size > k_farthest_offset) return std::nullopt;
  return text[0] == '-' ? -*size : *size;
}

/// A date and time with its offset from UTC, as TOML writes it.
std::optional<WallTime> parse_moment(std::string_view text) {
  if (text.size() < k_date_length) return std::nullopt;
  std::string date{text.substr(0, k_date_length)};
  date[10] = 'T';
  text.remove_prefix(k_date_length);
  if (text.starts_with('.')) text.remove_prefix(std::min(text.find_first_of("Z+-"), text.size()));
  const auto offset = parse_offset(text);
  const auto local = parse_utc(date + "Z");
  if (!offset || !local) return std::nullopt;
  return *local - *offset;
}

void read_moment(TableReader& reader, std::string_view key, WallTime& into) {
  const TomlNode* node = reader.value(key, Need::required);
  if (node == nullptr) return;
  const bool dated = node->type == TomlNode::Type::date || node->type == TomlNode::Type::text;
  if (const auto moment = dated ? parse_moment(node->text) : std::nullopt) {
    into = *moment;
  } else {
    reader.note(node->place,
                fmt::format("{} must be a date and time with its offset from UTC", in_ticks(key)),
                std::string{k_date_hint});
  }
}

void read_time(TableReader& reader, const TomlNode& node, std::string_view key, minutes& into) {
  std::string text;
  if (!reader.text(key, text)) return;
  if (const auto time = parse_time(text)) {
    into = *time;
  } else {
    reader.note(place_of(node, {key}), fmt::format("{} is no time of day", in_ticks(text)),
                "from \"00:00\" to \"24:00\"");
  }
}

void read_days(TableReader& reader, const TomlNode& node, WeeklyFreeze& weekly) {
  std::vector<std::string> days;
  reader.texts("days", days, Need::required);
  for (std::size_t i = 0; i < days.size(); ++i) {
    const auto found = std::ranges::find(k_days, days[i]);
    if (found == k_days.end()) {
      reader.note(place_of(node, {"days", i}), fmt::format("unknown day {}", in_ticks(days[i])),
                  suggest(days[i], k_days));
    } else {
      weekly.days.at(static_cast<std::size_t>(found - k_days.begin())) = true;
    }
  }
}

WeeklyFreeze read_weekly(TableReader& reader, const TomlNode& node) {
  WeeklyFreeze weekly;
  read_days(reader, node, weekly);
  read_time(reader, node, "from", weekly.from);
  read_time(reader, node, "to", weekly.to);
  std::string offset;
  if (reader.text("offset", offset, Need::required)) {
    const auto parsed = parse_offset(offset);
    if (!parsed) {
      reader.note(place_of(node, {"offset"}),
                  fmt::format("{} is no offset from UTC", in_ticks(offset)),
                  std::string{k_offset_hint});
    }
    weekly.offset = parsed.value_or(minutes{0});
  }
  return weekly;
}

}  // namespace

Freeze read_freeze(const TomlNode& node, Problems& problems) {
  Freeze freeze;
  freeze.place = {problems.file(), node.place.line};
  TableReader reader{node, "[[freeze]]", problems};
  reader.text("why", freeze.why, Need::required);
  if (node.find("days") != nullptr) {
    freeze.when = read_weekly(reader, node);
  } else if (node.find("begins") != nullptr || node.find("ends") != nullptr) {
    DatedFreeze dated;
    read_moment(reader, "begins", dated.from);
    read_moment(reader, "ends", dated.to);
    if (problems.none() && dated.to <= dated.from) {
      reader.note(place_of(node, {"ends"}), "it ends before it begins");
    }
    freeze.when = dated;
  } else {
    reader.note(node.place, "a [[freeze]] without `days`, and without `begins` and `ends`",
                "weekly: days, from, to, offset; once: begins, ends");
    return freeze;
  }
  reader.finish();
  return freeze;
}

}  // namespace gameday
