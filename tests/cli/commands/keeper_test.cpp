// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/support/dead_run.hpp"
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("a keeper without a run to keep says so; nobody is told of the command") {
  const Scratch scratch;
  const ProcessOutcome outcome = run_program({"keeper", scratch.path.string()});
  CHECK(outcome.status == 70);
  CHECK(outcome.err.find("inventory.toml") != std::string::npos);
  CHECK(run_program({"--help"}).out.find("keeper") == std::string::npos);
}
