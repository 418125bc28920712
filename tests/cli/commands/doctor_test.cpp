// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/support/dead_run.hpp"
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("what is left over from a dead run is the loudest") {
  const DeadRun run;
  run.leave_file(run.change());
  const ProcessOutcome outcome = run_program({"doctor", "--format", "json"});
  CHECK(outcome.status == 3);
  bool found = false;
  for (const Json& row : Json::parse(outcome.out)) {
    CHECK(row.at("detail").is_string());
    found = found || (row.at("name") == "run feedbeef" && row.at("ok") == false);
  }
  CHECK(found);
}

TEST_CASE("each thing looked at is a line") {
  const Scratch scratch;
  const Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  const ProcessOutcome outcome = run_program({"doctor"});
  CHECK(outcome.out.find(" nft: ") != std::string::npos);
  CHECK(outcome.out.find(" lab: ") != std::string::npos);
}
