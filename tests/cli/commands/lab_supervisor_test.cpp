// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("a supervisor without a lab's folder ends at once, and says why") {
  const ProcessOutcome started = run_program({"lab-supervisor", "--name", "t-cli-absent"});
  CHECK(started.status == 1);
  CHECK_FALSE(started.err.empty());
  CHECK(run_program({"lab-supervisor"}).status == 4);
}

TEST_CASE("it is not shown to people") {
  CHECK(run_program({"--help"}).out.find("lab-supervisor") == std::string::npos);
}
