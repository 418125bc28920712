// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("what is wrong with a runbook in itself") {
  samples::check_broken({
      {"over.toml", "title =", "titel = 1\ntitle =", 1, 1, 5, "unknown key `titel`", "`title`"},
      {"over.toml", "owner = \"dba\"\n", "", 3, 1, 8, "missing key `owner` in [[step]]", ""},
      {"over.toml", "within = \"5s\"", "within = 5", 7, 10, 1, "`within` has no unit", "\"5s\""},
      {"over.toml", "\"sql\"", "\"sqll\"", 5, 8, 6, "unknown kind `sqll`", "`sql`"},
      {"over.toml", "run = \"select pg_promote()\"\n", "", 3, 1, 8, "missing key `run`", ""},
      {"over.toml", "manager = \"front\"", "managr = 1\nmanager = \"front\"", 17, 1, 6,
       "unknown key `managr`", "`manager`"},
      {"over.toml", "point_of_no_return = true", "point_of_no_return = 1", 11, 22, 1,
       "must be true or false", ""},
  });
}

TEST_CASE("a step's deadline has a default, and its parameters are its kind's") {
  const Loaded loaded = samples::load({});
  REQUIRE(loaded.definition);
  const StepSpec& shift = loaded.definition->runbook.steps[1];
  CHECK(shift.within == 30s);
  CHECK(shift.params.get<std::string>("to") == "region-b");
  CHECK_FALSE(shift.params.has("owner"));
}
