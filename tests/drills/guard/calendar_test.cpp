// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/calendar.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

WallTime at(std::string_view utc) { return parse_utc(utc).value(); }

/// The begin of the freeze that a drill of a minute would run into, or "".
std::string found(const Freeze& freeze, std::string_view utc, Duration length = 1min) {
  const auto stretch = find_freeze(freeze, {at(utc), at(utc) + length});
  return stretch ? format_utc(stretch->from) : std::string{};
}

/// Friday 16:00 to Saturday 02:00, an hour east of UTC.
Freeze friday_night() {
  WeeklyFreeze weekly{.days = {}, .from = 16h, .to = 2h, .offset = 1h};
  weekly.days[4] = true;
  return {"friday night", weekly, {}};
}

TEST_CASE("a weekly freeze goes on beyond midnight, by the clock of its own zone") {
  // 2026-11-27 is a Friday.
  const Freeze freeze = friday_night();
  CHECK(found(freeze, "2026-11-27T14:58:00Z").empty());
  CHECK(found(freeze, "2026-11-27T15:00:00Z") == "2026-11-27T15:00:00Z");
  CHECK(found(freeze, "2026-11-28T00:59:59Z") == "2026-11-27T15:00:00Z");
  CHECK(found(freeze, "2026-11-28T01:00:00Z").empty());
  CHECK(found(freeze, "2026-12-04T23:30:00Z") == "2026-12-04T15:00:00Z");
  CHECK(found(freeze, "2026-11-26T20:00:00Z").empty());
}

TEST_CASE("a drill that reaches into a freeze runs into it, however long it is") {
  const Freeze freeze = friday_night();
  CHECK(found(freeze, "2026-11-27T14:58:00Z", 2min) == "2026-11-27T15:00:00Z");
  CHECK(found(freeze, "2026-11-28T01:00:00Z", 24h * 7) == "2026-12-04T15:00:00Z");
}

TEST_CASE("whole days without a gap at midnight") {
  WeeklyFreeze weekly{.days = {}, .from = 0min, .to = 24h, .offset = -3h};
  weekly.days[5] = weekly.days[6] = true;
  const Freeze freeze{"weekend", weekly, {}};
  CHECK(found(freeze, "2026-11-28T02:58:00Z").empty());
  CHECK(found(freeze, "2026-11-28T03:00:00Z") == "2026-11-28T03:00:00Z");
  CHECK(found(freeze, "2026-11-29T03:00:00Z") == "2026-11-29T03:00:00Z");
  CHECK(found(freeze, "2026-11-30T03:00:00Z").empty());
}

TEST_CASE("a dated freeze, its end not part of it") {
  const Freeze freeze{
      "holidays", DatedFreeze{at("2026-12-24T17:00:00Z"), at("2026-12-27T00:00:00Z")}, {}};
  CHECK(found(freeze, "2026-12-24T16:58:00Z").empty());
  CHECK(found(freeze, "2026-12-24T16:59:30Z") == "2026-12-24T17:00:00Z");
  CHECK(found(freeze, "2026-12-26T23:59:59Z") == "2026-12-24T17:00:00Z");
  CHECK(found(freeze, "2026-12-27T00:00:00Z").empty());
}

TEST_CASE("freezes in words") {
  CHECK(describe(friday_night()) == "fri, 16:00 to 02:00 at +01:00");
  CHECK(describe(
            Freeze{"x", DatedFreeze{at("2026-12-24T17:00:00Z"), at("2026-12-27T00:00:00Z")}, {}}) ==
        "2026-12-24T17:00:00Z to 2026-12-27T00:00:00Z");
}

}  // namespace
}  // namespace gameday
