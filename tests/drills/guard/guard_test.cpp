// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/guard.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

const std::string k_all =
    "environments = [\"lab\"]\nnetworks = [\"10.77.0.0/16\", \"fd77::/16\"]\n"
    "targets = [\"*\"]\nprotected = [\"payments\"]\nthis_machine = false\nlargest_share = 0.5\n"
    "largest_write_rate = 10\napprovals = 1\n"
    "[[freeze]]\nwhy = \"weekend\"\ndays = [\"sat\", \"sun\"]\noffset = \"Z\"\n"
    "[[incident]]\nname = \"pager\"\nkind = \"command\"\ncommand = [\"pager-is-quiet\"]\n";

TEST_CASE("a plan shows every guard that is set, its line, and what it would refuse now") {
  const auto lines = guards_of(samples::plan(), samples::guards(k_all), samples::tuesday());
  for (const char* rule :
       {"environments", "networks", "targets", "protected", "this_machine", "largest_share",
        "largest_write_rate", "approvals", "freeze", "incident", "lock"}) {
    CAPTURE(rule);
    CHECK(std::ranges::count(lines, rule, &GuardLine::rule) == 1);
  }
  const std::string text = describe(lines);
  CHECK(text.find("largest_share: at most 50 % of a region's hosts (etc.toml:6)") != text.npos);
  CHECK(text.find("freeze: not sat sun, 00:00 to 24:00 at +00:00 (weekend) (etc.toml:9)") !=
        text.npos);
  CHECK(text.find("REFUSES: 1 of the 1 hosts of region-a would be broken") != text.npos);
  CHECK(text.find("REFUSES: 1 needed") != text.npos);
}

TEST_CASE("without a file a plan shows that labs alone are allowed") {
  const auto lines = guards_of(samples::plan(), {}, samples::tuesday());
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].rule == "environments");
  CHECK(lines[0].says == "labs only");
  CHECK(lines[0].refuses.empty());
  CHECK(lines[1].rule == "lock");
  const auto outside = guards_of(samples::plan_outside(), {}, samples::tuesday());
  CHECK(outside.at(0).refuses.size() == 1);
}

TEST_CASE("as JSON each guard is an object with its name") {
  const Json rows =
      to_json(guards_of(samples::plan(), samples::guards("approvals = 2"), samples::tuesday()));
  const auto found =
      std::ranges::find_if(rows, [](const Json& row) { return row.at("name") == "approvals"; });
  REQUIRE(found != rows.end());
  CHECK(found->at("file") == "etc.toml");
  CHECK(found->at("line") == 1);
  CHECK(found->at("refuses").size() == 1);
}

}  // namespace
}  // namespace gameday
