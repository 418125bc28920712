// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

LoadedGuards load(const std::string& body) {
  return load_guards({{.path = "etc.toml", .text = "[[freeze]]\nwhy = \"x\"\n" + body}});
}

Freeze freeze_of(const std::string& body) {
  LoadedGuards loaded = load(body);
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.guards);
  return loaded.guards->front().freezes.at(0);
}

TEST_CASE("a weekly freeze") {
  const Freeze freeze =
      freeze_of("days = [\"fri\", \"sun\"]\nfrom = \"16:30\"\nto = \"08:00\"\noffset = \"-03:30\"");
  const auto& weekly = std::get<WeeklyFreeze>(freeze.when);
  CHECK(weekly.days == std::array{false, false, false, false, true, false, true});
  CHECK(weekly.from == 16h + 30min);
  CHECK(weekly.to == 8h);
  CHECK(weekly.offset == -(3h + 30min));
  CHECK(freeze.place.line == 1);
}

TEST_CASE("whole days where no time is given") {
  const auto weekly = std::get<WeeklyFreeze>(freeze_of("days = [\"sat\"]\noffset = \"Z\"").when);
  CHECK(weekly.from == 0min);
  CHECK(weekly.to == 24h);
}

TEST_CASE("a dated freeze, as TOML's dates or as texts") {
  for (const char* body :
       {"begins = 2026-12-24T18:00:00+01:00\nends = 2026-12-27T00:00:00Z",
        "begins = \"2026-12-24T18:00:00+01:00\"\nends = \"2026-12-27 00:00:00.5Z\""}) {
    CAPTURE(body);
    const auto dated = std::get<DatedFreeze>(freeze_of(body).when);
    CHECK(format_utc(dated.from) == "2026-12-24T17:00:00Z");
    CHECK(format_utc(dated.to) == "2026-12-27T00:00:00Z");
  }
}

TEST_CASE("a time without a zone, a wrong day, an end before the begin: told at their lines") {
  struct Wrong {
    const char* body;
    int line;
  };
  for (const Wrong& wrong : {
           Wrong{"days = [\"fri\"]", 1},
           Wrong{"days = [\"friday\"]\noffset = \"Z\"", 3},
           Wrong{"days = [\"fri\"]\noffset = \"CET\"", 4},
           Wrong{"days = [\"fri\"]\noffset = \"+25:00\"", 4},
           Wrong{"days = [\"fri\"]\noffset = \"Z\"\nfrom = \"24:01\"", 5},
           Wrong{"days = [\"fri\"]\noffset = \"Z\"\nfrom = \"-1:30\"", 5},
           Wrong{"begins = 2026-12-24T18:00:00\nends = 2026-12-27T00:00:00Z", 3},
           Wrong{"begins = 2026-12-24\nends = 2026-12-27T00:00:00Z", 3},
           Wrong{"begins = 2026-12-28T00:00:00Z\nends = 2026-12-27T00:00:00Z", 4},
           Wrong{"begins = 2026-12-28T00:00:00Z", 1},
           Wrong{"", 1},
       }) {
    CAPTURE(wrong.body);
    const LoadedGuards loaded = load(wrong.body);
    CHECK_FALSE(loaded.guards);
    REQUIRE(loaded.problems.size() == 1);
    CHECK(loaded.problems[0].line == wrong.line);
  }
}

}  // namespace
}  // namespace gameday
