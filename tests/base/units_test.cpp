// SPDX-License-Identifier: Apache-2.0
#include "base/units.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

WallTime wall(std::int64_t ns) { return WallTime{Duration{ns}}; }

void check_refused(std::string_view text) {
  CAPTURE(text);
  const auto result = parse_utc(text);
  REQUIRE(!result);
  CHECK(result.error().kind == ErrorKind::bad_input);
}

}  // namespace

TEST_CASE("seconds are shown with as many decimals as asked for, rounded") {
  CHECK(format_seconds(3210ms) == "3.21");
  CHECK(format_seconds(3215ms) == "3.22");
  CHECK(format_seconds(0s) == "0.00");
  CHECK(format_seconds(1234567ns, 6) == "0.001235");
  CHECK(format_seconds(59600ms, 0) == "60");
  CHECK(format_seconds(1ns, 9) == "0.000000001");
}

TEST_CASE("negative seconds carry one sign, and zero none") {
  CHECK(format_seconds(-1500ms, 1) == "-1.5");
  CHECK(format_seconds(-1ms) == "0.00");
  CHECK(format_seconds(Duration::min(), 0) == "-9223372037");
}

TEST_CASE("seconds as a number are rounded to the microsecond") {
  CHECK(to_seconds(3210ms) == 3.21);
  CHECK(to_seconds(1499ns) == 0.000001);
  CHECK(to_seconds(1500ns) == 0.000002);
  CHECK(to_seconds(-2500us) == -0.0025);
}

TEST_CASE("a wall time is shown in UTC") {
  CHECK(format_utc(wall(0)) == "1970-01-01T00:00:00Z");
  CHECK(format_utc(wall(1'795'428'000'123'456'789)) == "2026-11-23T10:00:00Z");
  CHECK(format_utc(wall(1'795'428'000'123'456'789), 3) == "2026-11-23T10:00:00.123Z");
  CHECK(format_utc(wall(1'795'428'000'123'456'789), 9) == "2026-11-23T10:00:00.123456789Z");
  CHECK(format_utc(wall(-1)) == "1969-12-31T23:59:59Z");
}

TEST_CASE("a wall time reads back") {
  for (const std::int64_t ns : {std::int64_t{0}, std::int64_t{1'795'428'000'123'456'789},
                                std::int64_t{951'782'400'000'000'000}, std::int64_t{-1}}) {
    CAPTURE(ns);
    const auto back = parse_utc(format_utc(wall(ns), 9));
    REQUIRE(back);
    CHECK(*back == wall(ns));
  }
  CHECK(parse_utc("2026-11-23T10:00:00.5Z") == wall(1'795'428'000'500'000'000));
}

TEST_CASE("what is no UTC time is refused") {
  check_refused("");
  check_refused("2026-11-23");
  check_refused("2026-11-23T10:00:00");
  check_refused("2026-11-23T10:00:00+01:00");
  check_refused("2026-11-23 10:00:00Z");
  check_refused("2026-02-29T10:00:00Z");
  check_refused("2026-13-01T10:00:00Z");
  check_refused("2026-11-23T24:00:00Z");
  check_refused("2026-11-23T10:60:00Z");
  check_refused("2026-11-23T10:00:00.Z");
  check_refused("2026-11-23T10:00:00.1234567890Z");
  check_refused("2026-11-23T10:00:00Zx");
  check_refused("2026-11-23T10:00:-1Z");
  check_refused("9999-11-23T10:00:00Z");
}

TEST_CASE("an instant goes to nanoseconds and back") {
  CHECK(to_ns(from_ns(1234567890123)) == 1234567890123);
  CHECK(from_ns(5'000'000'000) - from_ns(2'000'000'000) == 3s);
}
