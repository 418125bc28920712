// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

namespace {

/// The sample's runbook with these steps before its own.
Loaded load_before(const std::string& steps) {
  samples::Files files;
  std::string& text = files.others["over.toml"];
  text = samples::with(text, "[[step]]", steps + "\n[[step]]");
  return samples::load(files);
}

std::string confirm(const std::string& name, const std::string& more) {
  return "[[step]]\nname = \"" + name + "\"\nkind = \"confirm\"\nowner = \"ann\"\ntext = \"?\"\n" +
         more + "\n";
}

void check_one(const Loaded& loaded, const std::string& message) {
  REQUIRE(loaded.problems.size() == 1);
  INFO(loaded.problems[0].message);
  CHECK(loaded.problems[0].message.find(message) != std::string::npos);
  CHECK(loaded.problems[0].file == "over.toml");
}

}  // namespace

TEST_CASE("branches that lead forward and groups that stand together are fine") {
  const Loaded loaded = load_before(
      confirm("first", "on_fail = \"third\"\nrole = \"lead\"\nlink = \"https://wiki/x\"") +
      confirm("second", "on_fail = \"continue\"") + confirm("third", "") +
      confirm("left", "group = \"both\"") + confirm("right", "group = \"both\""));
  REQUIRE(loaded.definition);
  const auto& steps = loaded.definition->runbook.steps;
  CHECK(steps[0].on_fail == "third");
  CHECK(steps[0].role == "lead");
  CHECK(steps[0].link == "https://wiki/x");
  CHECK(steps[3].group == "both");
  CHECK(steps[2].on_fail == "stop");
}

TEST_CASE("a branch to nowhere, backwards, to itself or into a group is refused with its place") {
  check_one(load_before(confirm("first", "on_fail = \"thrid\"") + confirm("third", "")),
            "no step `thrid`");
  check_one(load_before(confirm("first", "") + confirm("second", "on_fail = \"first\"")),
            "does not come later");
  check_one(load_before(confirm("first", "on_fail = \"first\"")), "does not come later");
  check_one(load_before(confirm("first", "on_fail = \"left\"") +
                        confirm("left", "group = \"both\"") + confirm("right", "group = \"both\"")),
            "one of a group");
}

TEST_CASE("choices lead somewhere, in one word") {
  const auto decide = [](const std::string& choices) {
    return "[[step]]\nname = \"which\"\nkind = \"decide\"\nowner = \"ann\"\ntext = \"?\"\nchoices "
           "= {" +
           choices + "}\n";
  };
  CHECK(load_before(decide("go = \"next\", wait = \"stop\"")).definition);
  check_one(load_before(decide("go = \"nxt\", wait = \"stop\"")), "no step `nxt`");
  check_one(load_before(decide("\"go on\" = \"next\", wait = \"stop\"")), "more than one word");
}

TEST_CASE("a group in two places is refused") {
  check_one(load_before(confirm("left", "group = \"both\"") + confirm("middle", "") +
                        confirm("right", "group = \"both\"")),
            "do not stand together");
}
