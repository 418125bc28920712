// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("what there is, as text and as JSON") {
  const ProcessOutcome text = run_program({"list", "drills"});
  CHECK(text.status == 0);
  CHECK(text.out.find("region_blackhole ") != std::string::npos);
  const ProcessOutcome all = run_program({"list", "--format", "json"});
  CHECK(all.status == 0);
  const Json json = Json::parse(all.out);
  REQUIRE(json.is_array());
  for (const Json& row : json) CHECK_FALSE(row["name"].get<std::string>().empty());
}

TEST_CASE("the kinds of monitors are told, and an unknown topic is bad usage") {
  const Json checks = Json::parse(run_program({"list", "checks", "--format", "json"}).out);
  REQUIRE(checks.size() >= 5);
  CHECK(checks[0]["name"] == "alertmanager");
  CHECK(run_program({"list", "zebras"}).status == 4);
}
