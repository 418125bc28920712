// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

TEST_CASE("a promotion needs a fence that fences") {
  samples::check_broken({
      {"loss.toml", "fence = \"stop-old\"\n", "", 4, 11, 11,
       "the step `promote-b` passes the point", "fence = \"stop-old\" or \"by-system\""},
      {"loss.toml", "\"stop-old\"", "\"stop-od\"", 6, 9, 9, "the runbook has no step `stop-od`",
       "`stop-old`"},
      {"loss.toml", "\"stop-old\"", "\"shift\"", 6, 9, 7,
       "of the kind `traffic`, which fences nothing", "stop-old"},
  });
}

TEST_CASE("without a step that fences the system has to do it itself") {
  samples::Files files;
  files.others["over.toml"] =
      samples::with(files.others["over.toml"],
                    "\"fence\"\nowner = \"dba\"\nwithin = \"10s\"\ndatabase = \"orders\"\n"
                    "region = \"region-a\"",
                    "\"confirm\"\nowner = \"dba\"");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].line == 6);
  CHECK(loaded.problems[0].hint == "write fence = \"by-system\"");
}

TEST_CASE("a promotion is known by its statement, whatever the step says of itself") {
  samples::Files files;
  files.others["over.toml"] =
      samples::with(files.others["over.toml"], "point_of_no_return = true\n", "");
  files.drill = samples::with(files.drill, "fence = \"stop-old\"\n", "");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message.find("promote-b") != std::string::npos);
}

TEST_CASE("a runbook is started by something, and a start has something to start") {
  samples::check_broken({
      {"loss.toml", "start_when = { probe = \"shop\", bad_for = \"1s\" }\n", "", 4, 11, 11,
       "nothing starts the runbook", "start_when ="},
  });
  samples::Files files;
  files.drill = samples::with(files.drill, "runbook = \"over.toml\"\n", "");
  files.drill = samples::with(files.drill, "fence = \"stop-old\"\n", "");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message.find("nothing to start") != std::string::npos);
}

TEST_CASE("outside a lab a drill says when it stops") {
  samples::Files files;
  std::string& inventory = files.others["two.toml"];
  inventory = samples::with(inventory, "lab = \"default\"\n", "");
  for (int i = 0; i < 3; ++i)
    inventory = samples::with(inventory, "\"lab\"\nzone", "\"local\"\nzone");
  for (int i = 0; i < 3; ++i) inventory = samples::with(inventory, "${lab}", "/run");
  CHECK(samples::load(files).definition);
  files.drill =
      samples::with(files.drill, "[[abort]]\nprobe = \"b-direct\"\nbad_for = \"3s\"\n", "");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].line == 3);
  CHECK(loaded.problems[0].message.find("at least one [[abort]]") != std::string::npos);
}
