// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/commands.hpp"
#include "tests/cli/support/gameday.hpp"

namespace gameday {
namespace {

TEST_CASE("help names every command that is not hidden, and exits 0") {
  const ProcessOutcome outcome = run_program({"--help"});
  CHECK(outcome.status == 0);
  for (const CliCommand* command : cli_commands()) {
    const std::string line = "\n  " + std::string{command->name} + " ";
    CAPTURE(command->name);
    CHECK((outcome.out.find(line) == std::string::npos) == command->hidden);
  }
}

TEST_CASE("each command explains itself") {
  for (const CliCommand* command : cli_commands()) {
    const ProcessOutcome outcome = run_program({std::string{command->name}, "--help"});
    CAPTURE(command->name);
    CHECK(outcome.status == 0);
    CHECK(outcome.out.find(command->summary) != std::string::npos);
  }
}

TEST_CASE("bad usage is exit 4") {
  CHECK(run_program({}).status == 4);
  CHECK(run_program({"no-such-command"}).status == 4);
  CHECK(run_program({"run"}).status == 4);
  CHECK(run_program({"run", "x", "--no-such-option"}).status == 4);
}

TEST_CASE("the version is told") { CHECK(run_program({"--version"}).out.starts_with("gameday ")); }

}  // namespace
}  // namespace gameday
