// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <random>

#include "base/units.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

void check_reads(std::string_view text, Duration expected) {
  CAPTURE(text);
  const auto result = parse_duration(text);
  REQUIRE(result);
  CHECK(*result == expected);
}

void check_refused(std::string_view text, std::string_view why) {
  CAPTURE(text);
  const auto result = parse_duration(text);
  REQUIRE(!result);
  CHECK(result.error().kind == ErrorKind::bad_input);
  CHECK(result.error().text().find(why) != std::string::npos);
}

}  // namespace

TEST_CASE("each unit is read") {
  check_reads("7ns", 7ns);
  check_reads("7us", 7us);
  check_reads("250ms", 250ms);
  check_reads("10s", 10s);
  check_reads("5m", 5min);
  check_reads("3h", 3h);
  check_reads("2d", 48h);
  check_reads("0s", 0s);
}

TEST_CASE("units are added up, decimals are exact") {
  check_reads("1m30.5s", 90'500ms);
  check_reads("1d2h3m4s5ms6us7ns", 26h + 3min + 4s + 5ms + 6us + 7ns);
  check_reads("0.1s", 100ms);
  check_reads("1.000000001s", 1s + 1ns);
  check_reads("1.50h", 90min);
  check_reads("0.000001000ms", 1ns);
  check_reads("007s", 7s);
}

TEST_CASE("a number without a unit is refused, and told what to write") {
  check_refused("10", "no unit");
  check_refused("10", "write for instance");
  check_refused("1m30", "no unit");
  check_refused("0", "no unit");
  check_refused("1.5", "no unit");
}

TEST_CASE("junk is refused") {
  check_refused("", "empty");
  check_refused("s", "not a number with a unit");
  check_refused("-5s", "negative");
  check_refused(" 5s", "not a number with a unit");
  check_refused("5 s", "no unit \" s\"");
  check_refused("5s ", "no unit \"s \"");
  check_refused("5S", "no unit \"S\"");
  check_refused("5sec", "no unit \"sec\"");
  check_refused("5µs", "no unit");
  check_refused(".5s", "not a number with a unit");
  check_refused("5.s", "not a number with a unit");
  check_refused("1e3s", "no unit \"e\"");
  check_refused("+5s", "not a number with a unit");
}

TEST_CASE("units go from large to small and come once") {
  check_refused("30s1m", "large to small");
  check_refused("1s1s", "large to small");
}

TEST_CASE("what does not fit is refused, not wrapped around") {
  check_reads("9223372036854775807ns", Duration::max());
  check_refused("9223372036854775808ns", "too long");
  check_refused("99999999999999999999999s", "too long");
  check_refused("106752d", "too long");
  check_refused("9223372036s9999ms", "too long");
}

TEST_CASE("what is finer than the clock is refused, not rounded") {
  check_refused("0.5ns", "finer than a nanosecond");
  check_refused("1.0000001ms", "finer than a nanosecond");
  check_refused("1.0000000001s", "too many decimals");
}

TEST_CASE("a duration is shown in its largest units") {
  CHECK(format_duration(250ms) == "250ms");
  CHECK(format_duration(10s) == "10s");
  CHECK(format_duration(90s) == "1m30s");
  CHECK(format_duration(90'500ms) == "1m30.5s");
  CHECK(format_duration(1500us) == "1.5ms");
  CHECK(format_duration(1min + 250ms) == "1m250ms");
  CHECK(format_duration(25h) == "1d1h");
  CHECK(format_duration(1ns) == "1ns");
  CHECK(format_duration(0s) == "0s");
  CHECK(format_duration(-1500ms) == "-1.5s");
}

TEST_CASE("what is shown reads back exactly, whatever it is") {
  std::mt19937_64 random{20261123};
  for (int i = 0; i < 20'000; ++i) {
    const auto bits = static_cast<unsigned>(random() % 63);
    const Duration value{static_cast<std::int64_t>(random() & ((std::uint64_t{2} << bits) - 1) &
                                                   0x7fffffffffffffffU)};
    const std::string text = format_duration(value);
    CAPTURE(text);
    const auto back = parse_duration(text);
    REQUIRE(back);
    REQUIRE(*back == value);
  }
}
