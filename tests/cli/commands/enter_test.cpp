// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_test.cpp.
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("a lab that is not up cannot be entered") {
  const ProcessOutcome entered = run_program({"enter", "t-cli-absent", "db-a", "--", "true"});
  CHECK(entered.status == 125);
  CHECK(entered.err.find("gameday lab up --name t-cli-absent") != std::string::npos);
}

TEST_CASE("an unknown host is told, and a command is wanted") {
  CHECK(run_program({"enter", "t-cli-absent", "nobody", "--", "true"}).err.find("nobody") !=
        std::string::npos);
  CHECK(run_program({"enter", "t-cli-absent", "db-a"}).status == 4);
  CHECK(run_program({"enter", "t-cli-absent", "db-a", "true"}).status == 125);
}

TEST_CASE("it is not shown to people") {
  CHECK(run_program({"--help"}).out.find("enter ") == std::string::npos);
}
