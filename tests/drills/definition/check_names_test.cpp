// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

TEST_CASE("names are there once") {
  samples::check_broken({
      {"loss.toml", "judge = false",
       "judge = false\n[[probe]]\nname = \"shop\"\nkind = \"tcp\"\n"
       "target = \"region-b.db\"\nevery = \"1s\"\ntimeout = \"1s\"\njudge = false",
       41, 8, 6, "the probe `shop` is there twice", ""},
      {"loss.toml", "\"orders\"\nclass", "\"shop\"\nclass", 21, 8, 6, "`shop` is there twice", ""},
      {"loss.toml", "lasts = \"18s\"",
       "lasts = \"18s\"\n[[fault]]\nname = \"region_blackhole\"\n"
       "kind = \"region_blackhole\"\nregion = \"region-a\"\nlasts = \"18s\"",
       33, 8, 18, "the fault `region_blackhole` is there twice", ""},
      {"over.toml", "\"shift\"", "\"promote-b\"", 14, 8, 11, "the step `promote-b` is there twice",
       ""},
      {"over.toml", "\"shift\"", "\"by-system\"", 14, 8, 11, "a word of its own", ""},
  });
}

TEST_CASE("the tables of two ledgers cannot be the same, nor their names too long") {
  const std::string second =
      "every = \"10ms\"\n[[ledger]]\nname = \"{}\"\nclass = \"ledger\"\n"
      "kind = \"postgres\"\ndatabase = \"orders\"\nevery = \"10ms\"";
  const auto ledger = [&](const std::string& name) { return samples::with(second, "{}", name); };
  samples::Files files;
  files.drill = samples::with(files.drill, "\"orders\"\nclass", "\"or-ders\"\nclass");
  files.drill = samples::with(files.drill, "every = \"10ms\"", ledger("or.ders"));
  const Loaded alike = samples::load(files);
  REQUIRE(alike.problems.size() == 1);
  CHECK(alike.problems[0].line == 27);
  CHECK(alike.problems[0].message.find("too like") != std::string::npos);

  files = {};
  files.drill = samples::with(files.drill, "every = \"10ms\"", ledger(std::string(40, 'o')));
  const Loaded longer = samples::load(files);
  REQUIRE(longer.problems.size() == 1);
  CHECK(longer.problems[0].message.find("at most 39") != std::string::npos);
}

TEST_CASE("a runbook has a step") {
  samples::Files files;
  files.others["over.toml"] = "title = \"Nothing\"\n";
  files.drill = samples::with(files.drill, "\"stop-old\"", "\"by-system\"");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message == "a runbook without a step");
}
