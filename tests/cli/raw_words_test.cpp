// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("words behind the dashes reach their command as they were typed") {
  const ProcessOutcome said = run_program({"agent", "none", "--", "[a,b]", "", "--help"});
  CHECK(said.status == 1);
  CHECK(said.err.find("there is none of that name") != std::string::npos);
  // A lab's command gets them: tests/regions/lab_test.cpp sees them arrive.
  CHECK(run_program({"enter", "t-cli-absent", "db-a", "--", "[a,b]"}).status == 125);
}
