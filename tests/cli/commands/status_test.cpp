// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/support/dead_run.hpp"
#include "tests/cli/support/gameday.hpp"

using namespace gameday;

TEST_CASE("nothing in force is said, and is fine") {
  const Scratch scratch;
  const Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  const ProcessOutcome text = run_program({"status"});
  CHECK(text.status == 0);
  CHECK(text.out == "nothing is in force\n");
  CHECK(run_program({"status", "--format", "json"}).out == "[]\n");
}

TEST_CASE("what a dead run left is shown as the world has it, with exit status 3") {
  const DeadRun run;
  run.leave_file(run.change());
  const ProcessOutcome text = run_program({"status"});
  CHECK(text.status == 3);
  CHECK(text.out.starts_with("RUN feedbeef DIED"));
  const ProcessOutcome json = run_program({"status", "--format", "json"});
  CHECK(json.status == 3);
  const Json rows = Json::parse(json.out);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("run") == "feedbeef");
  CHECK(rows[0].at("change") == "fault.file");
  CHECK(rows[0].at("host") == "here");
  CHECK(rows[0].at("state") == "in_force");
  CHECK(rows[0].at("on_death") == "revert");
  CHECK(rows[0].at("deadline").is_null());
  std::filesystem::remove(run.file);
  CHECK(run_program({"status"}).status == 0);
}

TEST_CASE("what is held alone is told, and is fine") {
  const DeadRun run;
  Change held = run.change();
  held.on_death = Fate::hold;
  run.leave_file(held);
  const ProcessOutcome text = run_program({"status"});
  CHECK(text.status == 0);
  CHECK(text.out.find("run feedbeef holds") != std::string::npos);
}

TEST_CASE("other commands say first that a dead run left something") {
  const DeadRun run;
  run.leave_file(run.change());
  const ProcessOutcome listed = run_program({"list", "faults"});
  CHECK(listed.status == 0);
  CHECK(listed.err.find("run feedbeef died") != std::string::npos);
  CHECK(run_program({"version"}).err.empty());
}
