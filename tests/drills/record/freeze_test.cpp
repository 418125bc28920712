// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"
#include "drills/record/timeline.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

TEST_CASE("the definitions are frozen byte for byte, with the variables and the plan") {
  const Scratch scratch;
  Definition definition;
  definition.sources = {{"/x/d.toml", "drill = 1 # \xc3\xa9\r\n"}, {"lab.toml", "i"}, {"r", ""}};
  definition.variables = {{"labs", "/var/tmp"}};
  REQUIRE(freeze(scratch.path, definition, Json{{"run_id", "1a2b3c4d"}}).has_value());
  CHECK(read_file(scratch.path / "drill.toml").value() == definition.sources[0].text);
  CHECK(read_file(scratch.path / "inventory.toml").value() == "i");
  CHECK(read_file(scratch.path / "runbook.toml").value().empty());
  CHECK(Json::parse(read_file(scratch.path / "variables.json").value()) ==
        Json{{"labs", "/var/tmp"}});
  CHECK(Json::parse(read_file(scratch.path / "plan.json").value())["run_id"] == "1a2b3c4d");
}

TEST_CASE("the failback's runbook is frozen too, and no file where there is none") {
  const Scratch scratch;
  Definition definition;
  definition.sources = {{"d", "d"}, {"i", "i"}, {"r", "r"}};
  REQUIRE(freeze(scratch.path, definition, Json::object()).has_value());
  CHECK_FALSE(read_file(scratch.path / "failback.toml").has_value());
  definition.sources.push_back({"back", "b"});
  REQUIRE(freeze(scratch.path, definition, Json::object()).has_value());
  CHECK(read_file(scratch.path / "failback.toml").value() == "b");
}

TEST_CASE("a folder that is not there is an error") {
  const Scratch scratch;
  CHECK_FALSE(freeze(scratch.path / "no", Definition{}, Json::object()).has_value());
}

}  // namespace
}  // namespace gameday
