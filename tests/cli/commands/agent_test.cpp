// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("an agent that there is not is told, and none is shown to people") {
  const ProcessOutcome said = run_program({"agent", "aws_nonsense", "--", "x"});
  CHECK(said.status == 1);
  CHECK(said.err.find("aws_nonsense") != std::string::npos);
  CHECK(run_program({"agent"}).status == 4);
  CHECK(run_program({"--help"}).out.find("agent ") == std::string::npos);
}
