// SPDX-License-Identifier: Apache-2.0
#include "cli/judging.hpp"

#include <doctest/doctest.h>

#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_record.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {
namespace {

TEST_CASE("a stored run is read and judged") {
  const Scratch scratch;
  const auto met = judge(fakes::store_run(scratch.path / "met", fakes::met_record()));
  REQUIRE(met.has_value());
  CHECK(met->card.verdict == Verdict::met);
  const auto missed = judge(fakes::store_run(scratch.path / "missed", fakes::missed_record()));
  REQUIRE(missed.has_value());
  CHECK(missed->card.verdict == Verdict::missed);
  CHECK_FALSE(judge(scratch.path / "none").has_value());
}

TEST_CASE("a format that there is not is an error with the nearest word") {
  const Scratch scratch;
  const auto judged = judge(fakes::store_run(scratch.path, fakes::met_record()));
  REQUIRE(judged.has_value());
  CHECK(written(*judged, "json").has_value());
  const auto wrong = written(*judged, "jsn");
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().kind == ErrorKind::bad_input);
  CHECK(wrong.error().next.find("json") != std::string::npos);
}

TEST_CASE("the scorecards go into folders that are made where they are missing") {
  const Scratch scratch;
  const auto judged = judge(fakes::store_run(scratch.path / "run", fakes::met_record()));
  REQUIRE(judged.has_value());
  const std::filesystem::path out = scratch.path / "a" / "b";
  REQUIRE(write_scorecards(*judged, out).has_value());
  CHECK(std::filesystem::file_size(out / "scorecard.json") > 0);
  CHECK(std::filesystem::file_size(out / "scorecard.html") > 0);
  CHECK_FALSE(write_scorecards(*judged, "/proc/nowhere").has_value());
}

TEST_CASE("the exit status of a run is what its scorecard names") {
  const Scratch scratch;
  const auto folder = fakes::store_run(scratch.path, fakes::missed_record());
  CHECK(judge_run(folder, "") == ExitStatus::missed);
  CHECK(judge_run(scratch.path / "none", "") == ExitStatus::internal);
}

}  // namespace
}  // namespace gameday
