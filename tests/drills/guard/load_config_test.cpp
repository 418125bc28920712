// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/load_config.hpp"

#include <doctest/doctest.h>

#include "tests/drills/guard/guarded.hpp"

namespace gameday {
namespace {

std::vector<Diagnostic> problems_of(const std::string& text) {
  return load_guards({{.path = "etc.toml", .text = text}}).problems;
}

TEST_CASE("all that a file may say is read, with the line that says it") {
  const Guards guards = samples::guards(
      "environments = [\"staging\"]\nnetworks = [\"10.0.0.0/8\"]\ntargets = [\"web-*\"]\n"
      "protected = [\"db-b\", \"10.9.0.0/16\"]\nthis_machine = true\nlargest_share = 0.25\n"
      "largest_write_rate = 50\napprovals = 2\n");
  REQUIRE(guards.size() == 1);
  const GuardConfig& config = guards.front();
  CHECK(config.file == "etc.toml");
  CHECK(config.environments->value == std::vector<std::string>{"staging"});
  CHECK(config.networks->value == std::vector{parse_network("10.0.0.0/8").value()});
  CHECK(config.targets->place.line == 3);
  CHECK(config.off_limits->value == std::vector<std::string>{"db-b"});
  CHECK(config.off_limits_networks == std::vector{parse_network("10.9.0.0/16").value()});
  CHECK(config.this_machine->value);
  CHECK(config.largest_share->value == doctest::Approx(0.25));
  CHECK(config.largest_write_rate->place.line == 7);
  CHECK(config.approvals->value == 2);
}

TEST_CASE("an empty file says nothing") {
  const Guards guards = samples::guards("");
  REQUIRE(guards.size() == 1);
  CHECK_FALSE(guards.front().environments);
  CHECK_FALSE(guards.front().largest_share);
}

TEST_CASE("every mistake is told where it stands") {
  const auto problems = problems_of(
      "environment = [\"staging\"]\nnetworks = [\"10.0.0.0/8\", \"ten\"]\nlargest_share = 2\n"
      "approvals = \"one\"\n");
  REQUIRE(problems.size() == 4);
  CHECK(problems[0].line == 1);
  CHECK(problems[0].hint.find("`environments`") != std::string::npos);
  CHECK(problems[1].line == 2);
  CHECK(problems[1].column == 27);
  CHECK(problems[2].line == 3);
  CHECK(problems[3].line == 4);
}

TEST_CASE("one file's mistakes do not hide the other's") {
  const LoadedGuards loaded =
      load_guards({{.path = "a.toml", .text = "= 1"}, {.path = "b.toml", .text = "x = 1"}});
  CHECK_FALSE(loaded.guards);
  REQUIRE(loaded.problems.size() == 2);
  CHECK(loaded.problems[0].file == "a.toml");
  CHECK(loaded.problems[1].file == "b.toml");
}

TEST_CASE("a place is told by file and line, or by where the file would lie") {
  CHECK(to_string(RulePlace{"etc.toml", 3}) == "etc.toml:3");
  CHECK(to_string(k_built_in) == "built in");
  CHECK(to_string(RulePlace{}).find("$GAMEDAY_CONFIG") != std::string::npos);
}

}  // namespace
}  // namespace gameday
