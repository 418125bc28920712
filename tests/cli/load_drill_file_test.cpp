// SPDX-License-Identifier: Apache-2.0
#include "cli/load_drill_file.hpp"

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

using namespace gameday;

TEST_CASE("every drill of the catalogs is sound and can be planned") {
  const Variable catalog{"GAMEDAY_CATALOG", source_catalogs()};
  for (const char* name : {"region_blackhole", "region_blackhole_async", "canary", "no_evidence"}) {
    const DrillFile file = load_drill_file(name, {}, "1a2b3c4d");
    INFO(render_all(file.problems, file.sources, false));
    REQUIRE(file.plan);
    CHECK(file.plan->drill().name == name);
    CHECK(file.plan->run_id == "1a2b3c4d");
    CHECK(file.plan->definition.inventory.lab == "default");
  }
  const DrillFile async = load_drill_file("region_blackhole_async", "mine", "1a2b3c4d");
  REQUIRE(async.plan);
  CHECK(async.plan->drill().objectives.rpo.at("ledger") == std::chrono::seconds{10});
  CHECK(async.plan->definition.inventory.lab == "mine");
}

TEST_CASE("a file that is not there is a problem like any other") {
  const DrillFile file = load_drill_file("/no/such/drill.toml", {}, k_no_run_id);
  CHECK_FALSE(file.plan);
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].file == "/no/such/drill.toml");
  CHECK(file.problems[0].message.find("No such file") != std::string::npos);
}

TEST_CASE("what only a kind can refuse is told as well") {
  const Scratch scratch;
  const std::string catalog = std::string{GAMEDAY_SOURCE_DIR} + "/drills/catalog/";
  std::string inventory = read_text(catalog + "lab.toml");
  for (int i = 0; i < 2; ++i) {
    const std::size_t at = inventory.find("fence = ");
    REQUIRE(at != std::string::npos);
    inventory.erase(at, inventory.find('\n', at) - at);
  }
  write_file(scratch.path / "lab.toml", inventory);
  write_file(scratch.path / "loss.toml", read_text(catalog + "region_blackhole.toml"));
  const Variable catalogs{"GAMEDAY_CATALOG", source_catalogs()};
  const DrillFile file = load_drill_file(scratch.path / "loss.toml", {}, k_no_run_id);
  CHECK_FALSE(file.plan);
  CHECK(file.problems.size() == 1);
}
