// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_test.cpp.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("a lab that is down is told as down, in both formats") {
  const ProcessOutcome json =
      run_program({"lab", "status", "--name", "t-cli-absent", "--format", "json"});
  CHECK(json.status == 0);
  const Json list = Json::parse(json.out);
  REQUIRE(list.size() == 1);
  CHECK(list[0]["name"] == "t-cli-absent");
  CHECK(list[0]["running"] == false);
  const ProcessOutcome text = run_program({"lab", "status", "--name", "t-cli-absent"});
  CHECK(text.out == "lab t-cli-absent: down\n");
}

TEST_CASE("all labs are an array, and taking down one that is down is fine") {
  CHECK(Json::parse(run_program({"lab", "status", "--format", "json"}).out).is_array());
  CHECK(run_program({"lab", "down", "--name", "t-cli-absent"}).status == 0);
  CHECK(Json::parse(run_program({"lab", "down", "--name", "t-cli-absent", "--format", "json"})
                        .out)["running"] == false);
}

TEST_CASE("bad usage is exit 4") {
  CHECK(run_program({"lab"}).status == 4);
  CHECK(run_program({"lab", "sideways"}).status == 4);
  CHECK(run_program({"lab", "up", "--name", "No!"}).status == 4);
  CHECK(run_program({"lab", "status", "--format", "xml"}).status == 4);
}
