// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

TEST_CASE("variables that are not there, or not closed") {
  samples::check_broken({
      {"two.toml", "${lab}/sock-a", "${lb}/sock-a", 44, 11, 14, "unknown variable `${lb}`", "`lab"},
      {"two.toml", "${lab}/sock-a", "${lab/sock-a", 44, 11, 14, "without its `}`", ""},
      {"two.toml", "[\"pg_ctl\", \"stop\"]", "[\"pg_ctl\", \"${x}\"]", 45, 20, 6,
       "unknown variable", ""},
  });
}

TEST_CASE("what is put in is not looked at again, and a lone dollar stays") {
  samples::Files files;
  files.others["two.toml"] =
      samples::with(files.others["two.toml"], "${lab}/sock-a", "$x/${odd}/${odd}");
  const Loaded loaded = samples::load(files, {{"labs", "/labs"}, {"odd", "${lab}"}});
  REQUIRE(loaded.definition);
  CHECK(loaded.definition->inventory.databases.at("orders").nodes.at("db-a").control ==
        "$x/${lab}/${lab}");
}

TEST_CASE("a lab cannot be chosen for an inventory that names none") {
  const SourceFile source{.path = "x.toml", .text = "environment = \"prod\"\n[region.a]\n"};
  const LoadedInventory loaded = load_inventory(source, {{"labs", "/labs"}, {"lab_name", "mine"}});
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message.find("names none") != std::string::npos);
}

TEST_CASE("a lab's name is a name, wherever it comes from") {
  const Loaded loaded = samples::load({}, {{"labs", "/labs"}, {"lab_name", "../../etc"}});
  CHECK_FALSE(loaded.definition);
  CHECK(loaded.problems[0].message.find("`lab` is no name") != std::string::npos);
}
