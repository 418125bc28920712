// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/failback_sample.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a way back is read, with the lab's folder in its runbook") {
  const Loaded loaded = samples::load(samples::failback_files());
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.definition);
  const FailbackSpec& failback = loaded.definition->drill.failback.value();
  CHECK(failback.objectives.rto == 10s);
  CHECK(failback.objectives.rpo.at("ledger") == 0s);
  CHECK(failback.required);
  REQUIRE(failback.gates.size() == 2);
  CHECK(failback.gates[0].name == "reachable");
  CHECK(failback.gates[1].params.get<std::string>("stranded") == "keep");
  const std::vector<StepSpec>& steps = loaded.definition->failback.steps;
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].params.get<std::vector<std::string>>("run")[1] ==
        "/labs/default/db-a/standby.signal");
  CHECK_FALSE(touches_clients(steps[0]));
  CHECK(touches_clients(steps[1]));
  REQUIRE(loaded.definition->sources.size() == 4);
  CHECK(loaded.definition->sources[3].path == "back.toml");
}

TEST_CASE("what is wrong with a way back in itself") {
  using samples::check_told;
  using samples::spoil_failback;
  check_told(spoil_failback("loss.toml", "kind = \"reachable\"", "kind = \"reachabel\""),
             "loss.toml", "unknown kind `reachabel`");
  check_told(spoil_failback("loss.toml", "stranded = \"keep\"", "stranded = \"burn\""), "loss.toml",
             "burn");
  check_told(spoil_failback("loss.toml", "runbook = \"back.toml\"\n", ""), "loss.toml",
             "missing key `runbook`");
  check_told(spoil_failback("loss.toml", "\"back.toml\"", "\"nowhere.toml\""), "loss.toml",
             "could not find `nowhere.toml`");
  check_told(spoil_failback("back.toml", "${lab}", "${home}"), "back.toml", "unknown variable");
  check_told(spoil_failback("back.toml", "region-b.db", "region-c.db"), "back.toml",
             "unknown host");
  check_told(spoil_failback("loss.toml", "database = \"orders\" }", "database = \"ordrs\" }"),
             "loss.toml", "unknown database `ordrs`");
}

TEST_CASE("a drill without a way back is as it was") {
  const Loaded loaded = samples::load({});
  REQUIRE(loaded.definition);
  CHECK_FALSE(loaded.definition->drill.failback);
  CHECK(loaded.definition->failback.steps.empty());
  CHECK(loaded.definition->sources.size() == 3);
}
