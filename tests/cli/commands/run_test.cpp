// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

const std::string k_canary = GAMEDAY_SOURCE_DIR "/drills/catalog/canary.toml";

TEST_CASE("a dry run shows the plan on standard output") {
  const ProcessOutcome outcome = run_program({"run", k_canary, "--dry-run"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("region-a") != std::string::npos);
}

TEST_CASE("a lab that is not up is refused, with what to do about it") {
  const ProcessOutcome outcome = run_program({"run", k_canary, "--lab", "no-such-lab", "--yes"});
  CHECK(outcome.status == 5);
  CHECK(outcome.err.find("gameday lab up --name no-such-lab") != std::string::npos);
}

TEST_CASE("an answers file that cannot be used is exit 4, before anything is begun") {
  const Scratch scratch;
  const std::string missing = (scratch.path / "none").string();
  CHECK(run_program({"run", k_canary, "--answers", missing}).status == 4);
}

TEST_CASE("the worst of several drills is the exit status") {
  CHECK(run_program({"run", k_canary, "no-such-drill", "--dry-run"}).status == 4);
}

}  // namespace
}  // namespace gameday
