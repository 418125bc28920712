// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_record.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {
namespace {

TEST_CASE("a run is written in every format, on standard output or into a file") {
  const Scratch scratch;
  const Variable home{"GAMEDAY_HOME", scratch.path.string()};
  const auto folder = fakes::store_run(scratch.path / "runs", fakes::missed_record());
  const std::vector<std::pair<std::string, std::string>> formats{
      {"text", "MISSED"}, {"json", "{"}, {"html", "<!doctype html>"}, {"junit", "<?xml"}};
  for (const auto& [format, begins] : formats) {
    CAPTURE(format);
    const ProcessOutcome outcome = run_program({"export", "last", "--to", format});
    CHECK(outcome.status == 0);  // it was written; what it says is not what is asked here
    CHECK(outcome.out.starts_with(begins));
    const std::string file = scratch.path / ("card." + format);
    CHECK(run_program({"export", "last", "--to", format, "--output", file}).status == 0);
    CHECK(read_text(file) == outcome.out);
  }
  CHECK_FALSE(std::filesystem::exists(folder / "scorecard.json"));
}

TEST_CASE("a format that there is not is exit 4, with the nearest one") {
  const Scratch scratch;
  const Variable home{"GAMEDAY_HOME", scratch.path.string()};
  fakes::store_run(scratch.path / "runs", fakes::met_record());
  const ProcessOutcome outcome = run_program({"export", "last", "--to", "juni"});
  CHECK(outcome.status == 4);
  CHECK(outcome.err.find("junit") != std::string::npos);
  CHECK(run_program({"export", "last"}).status == 4);
  CHECK(run_program({"export", "nobody", "--to", "json"}).status == 4);
  CHECK(run_program({"export", "last", "--to", "json", "--output", "/nowhere/x"}).status == 70);
}

}  // namespace
}  // namespace gameday
