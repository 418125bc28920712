// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <optional>

#include "base/units.hpp"

// Durations as an operator writes them. Integer arithmetic throughout: what is read is exact.
namespace gameday {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t ns;
};

/// From large to small, the order in which they may be written.
constexpr std::array<Unit, 7> k_units{{{"d", 86'400'000'000'000},
                                       {"h", 3'600'000'000'000},
                                       {"m", 60'000'000'000},
                                       {"s", 1'000'000'000},
                                       {"ms", 1'000'000},
                                       {"us", 1'000},
                                       {"ns", 1}}};

constexpr std::uint64_t k_longest = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t k_most_decimals = 9;
constexpr std::string_view k_digits = "0123456789";
constexpr std::string_view k_example = "write for instance \"250ms\", \"10s\" or \"1m30s\"";

tl::unexpected<Error> refuse(std::string_view text, std::string why) {
  return fail(ErrorKind::bad_input, fmt::format("read \"{}\" as a duration", text.substr(0, 64)),
              "", std::move(why), std::string{k_example});
}

/// Takes the longest run of these characters off the front.
std::string_view take_run(std::string_view& text, std::string_view of) {
  const std::string_view run = text.substr(0, text.find_first_not_of(of));
  text.remove_prefix(run.size());
  return run;
}

/// One number with its unit, in pieces.
struct Part {
  std::string_view whole;
  std::string_view fraction;
  std::string_view unit;
};

std::optional<Part> take_part(std::string_view& rest) {
  Part part;
  part.whole = take_run(rest, k_digits);
  if (part.whole.empty()) return std::nullopt;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    part.fraction = take_run(rest, k_digits);
    if (part.fraction.empty()) return std::nullopt;
  }
  const std::size_t end = rest.find_first_of(k_digits);
  part.unit = rest.substr(0, end);
  rest.remove_prefix(part.unit.size());
  return part;
}

/// whole * unit, or nothing where it does not fit.
std::optional<std::uint64_t> scale_whole(std::string_view whole, std::uint64_t unit_ns) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (error != std::errc{} || value > k_longest / unit_ns) return std::nullopt;
  return value * unit_ns;
}

/// The decimals in nanoseconds, or nothing where they are finer than that.
std::optional<std::uint64_t> scale_fraction(std::string_view digits, std::uint64_t unit_ns) {
  std::uint64_t total = 0;
  std::uint64_t place = unit_ns;
  for (const char digit : digits) {
    if (place % 10 != 0 && digit != '0') return std::nullopt;
    place /= 10;
    total += static_cast<std::uint64_t>(digit - '0') * place;
  }
  return total;
}

void append_decimals(std::string& text, std::uint64_t value, std::uint64_t unit_ns) {
  text += fmt::format("{}", value / unit_ns);
  std::uint64_t rest = value % unit_ns;
  if (rest == 0) return;
  text += '.';
  for (std::uint64_t place = unit_ns / 10; rest != 0; place /= 10) {
    text += static_cast<char>('0' + rest / place);
    rest %= place;
  }
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  if (text.empty()) return refuse(text, "it is empty");
  if (text.starts_with('-')) return refuse(text, "it is negative");
  std::string_view rest = text;
  std::uint64_t total = 0;
  const Unit* next_allowed = k_units.begin();
  while (!rest.empty()) {
    const auto part = take_part(rest);
    if (!part) return refuse(text, "it is not a number with a unit");
    if (part->unit.empty()) return refuse(text, "a number has no unit (ns us ms s m h d)");
    const Unit* unit = std::find_if(k_units.begin(), k_units.end(), [&](const Unit& candidate) {
      return candidate.name == part->unit;
    });
    if (unit == k_units.end()) {
      return refuse(text, fmt::format("there is no unit \"{}\" (ns us ms s m h d)",
                                      part->unit.substr(0, 16)));
    }
    if (unit < next_allowed) return refuse(text, "its units do not go from large to small");
    if (part->fraction.size() > k_most_decimals) return refuse(text, "it has too many decimals");
    const auto whole = scale_whole(part->whole, unit->ns);
    if (!whole) return refuse(text, "it is too long (at most 292 years)");
    const auto fraction = scale_fraction(part->fraction, unit->ns);
    if (!fraction) return refuse(text, "it is finer than a nanosecond");
    if (*whole + *fraction > k_longest - total) {
      return refuse(text, "it is too long (at most 292 years)");
    }
    total += *whole + *fraction;
    next_allowed = unit + 1;
  }
  return Duration{static_cast<std::int64_t>(total)};
}

std::string format_duration(Duration value) {
  const auto count = static_cast<std::uint64_t>(value.count());
  std::uint64_t rest = value < Duration::zero() ? std::uint64_t{0} - count : count;
  if (rest == 0) return "0s";
  std::string text = value < Duration::zero() ? "-" : "";
  for (const Unit& unit : k_units) {
    if (rest < unit.ns) continue;
    if (unit.ns > 1'000'000'000) {
      text += fmt::format("{}{}", rest / unit.ns, unit.name);
      rest %= unit.ns;
      continue;
    }
    append_decimals(text, rest, unit.ns);
    text += unit.name;
    break;
  }
  return text;
}

}  // namespace gameday
