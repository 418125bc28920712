// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

using namespace gameday;

TEST_CASE("a plan is shown, the same every time") {
  const ProcessOutcome first = run_program({"plan", "region_blackhole"});
  CHECK(first.status == 0);
  CHECK(first.out.starts_with("region_blackhole: Region A goes dark, region B takes over\n"));
  CHECK(first.out.find("POINT OF NO RETURN") != std::string::npos);
  CHECK(first.out.find("NOT FENCED") != std::string::npos);
  CHECK(run_program({"plan", "region_blackhole"}).out == first.out);
}

TEST_CASE("a plan can be had as JSON, and for another lab") {
  const ProcessOutcome outcome =
      run_program({"plan", "region_blackhole", "--format", "json", "--lab", "mine"});
  CHECK(outcome.status == 0);
  const Json json = Json::parse(outcome.out);
  CHECK(json["lab"] == "mine");
  CHECK(json["run"] == "00000000");
  CHECK(json["digests"]["plan"].get<std::string>().size() == 64);
  CHECK(outcome.out.find("/mine/haproxy/api.sock") != std::string::npos);
}

TEST_CASE("a drill with problems has no plan") {
  const Scratch scratch;
  write_file(scratch.path / "bad.toml", "drill = \"x\"\n");
  const ProcessOutcome outcome = run_program({"plan", "bad.toml"}, scratch.path);
  CHECK(outcome.status == 4);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("missing key `title`") != std::string::npos);
}
