// SPDX-License-Identifier: Apache-2.0
#include "base/units.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace gameday {
namespace {

constexpr int k_most_decimals = 9;

/// The magnitude of a duration; unsigned, because the smallest one has no positive counterpart.
std::uint64_t magnitude(Duration value) {
  const auto count = static_cast<std::uint64_t>(value.count());
  return value < Duration::zero() ? std::uint64_t{0} - count : count;
}

std::uint64_t power_of_ten(int exponent) {
  std::uint64_t result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

/// Takes exactly `digits` decimal digits off the front of the text.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  const char* end = text.data() + digits;
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end || text.front() == '-') return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  // Outside these years 64 bits of nanoseconds do not reach.
  if (!date.ok() || *year < 1678 || *year > 2261) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<std::chrono::seconds> take_time(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

/// The digits behind a decimal point, if there is one.
std::optional<Duration> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Duration::zero();
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > k_most_decimals) return std::nullopt;
  const auto value = take_number(text, digits);
  if (!value) return std::nullopt;
  const auto scale = power_of_ten(k_most_decimals - static_cast<int>(digits));
  return Duration{*value * static_cast<std::int64_t>(scale)};
}

}  // namespace

std::string format_seconds(Duration value, int decimals) {
  const int shown = std::clamp(decimals, 0, k_most_decimals);
  const std::uint64_t unit = power_of_ten(k_most_decimals - shown);
  const std::uint64_t rounded = (magnitude(value) + unit / 2) / unit;
  const std::uint64_t scale = power_of_ten(shown);
  const std::string_view sign = value < Duration::zero() && rounded != 0 ? "-" : "";
  if (shown == 0) return fmt::format("{}{}", sign, rounded);
  return fmt::format("{}{}.{:0{}}", sign, rounded / scale, rounded % scale, shown);
}

double to_seconds(Duration value) {
  const std::uint64_t microseconds = (magnitude(value) + 500) / 1000;
  const double seconds = static_cast<double>(microseconds) / 1e6;
  return value < Duration::zero() ? -seconds : seconds;
}

std::string format_utc(WallTime at, int decimals) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  time.hours().count(), time.minutes().count(), time.seconds().count());
  const int shown = std::clamp(decimals, 0, k_most_decimals);
  if (shown > 0) {
    const std::string digits = fmt::format("{:09}", time.subseconds().count());
    text += '.' + digits.substr(0, static_cast<std::size_t>(shown));
  }
  return text + 'Z';
}

Result<WallTime> parse_utc(std::string_view text) {
  std::string_view rest = text;
  const auto day = take_date(rest);
  if (day && take(rest, 'T')) {
    const auto time = take_time(rest);
    const auto fraction = time ? take_fraction(rest) : std::nullopt;
    if (fraction && rest == "Z") return WallTime{*day} + *time + *fraction;
  }
  return fail(ErrorKind::bad_input, fmt::format("read \"{}\" as a time", text.substr(0, 64)), "",
              "it is not a UTC time", "write for instance 2026-11-23T10:00:00Z");
}

}  // namespace gameday
