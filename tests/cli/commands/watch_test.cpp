// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_record.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {
namespace {

TEST_CASE("a run that is over is told from its timeline") {
  const Scratch scratch;
  const Variable home("GAMEDAY_HOME", scratch.path.string());
  fakes::store_run(scratch.path / "runs", fakes::met_record());
  const ProcessOutcome outcome = run_program({"watch", "last"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("is in force") != std::string::npos);
}

TEST_CASE("a run that there is not is exit 4") {
  const Scratch scratch;
  const Variable home("GAMEDAY_HOME", scratch.path.string());
  CHECK(run_program({"watch", "ffffffff"}).status == 4);
}

}  // namespace
}  // namespace gameday
