// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_record.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {
namespace {

/// A home with one run in it.
struct Home {
  explicit Home(const Record& record) : folder(fakes::store_run(scratch.path / "runs", record)) {}
  Scratch scratch;
  std::filesystem::path folder;
  Variable home{"GAMEDAY_HOME", scratch.path.string()};
};

TEST_CASE("a stored run is judged again by its id, its name, its folder, or as the last") {
  const Home home{fakes::met_record()};
  for (const std::string& name :
       {std::string{"1a2b3c4d"}, std::string{"region_blackhole/20261123T100000Z-1a2b3c4d"},
        std::string{"last"}, home.folder.string()}) {
    CAPTURE(name);
    const ProcessOutcome outcome = run_program({"score", name});
    CHECK(outcome.status == 0);
    CHECK(outcome.out.starts_with("MET"));
  }
  CHECK(std::filesystem::exists(home.folder / "scorecard.html"));
}

TEST_CASE("the exit status is the run's, and the second time it is the same byte for byte") {
  const Home home{fakes::missed_record()};
  CHECK(run_program({"score", "last"}).err == "scorecard written\n");
  const std::string first = read_text(home.folder / "scorecard.json");
  const ProcessOutcome again = run_program({"score", "last", "--format", "json"});
  CHECK(again.status == 1);
  CHECK(again.out == first);
  CHECK(again.err.find("byte for byte") != std::string::npos);
  CHECK(read_text(home.folder / "scorecard.json") == first);
}

TEST_CASE("a record that was changed since gives another scorecard, which is told and put beside") {
  const Home home{fakes::met_record()};
  run_program({"score", "last"});
  std::filesystem::resize_file(home.folder / "samples.jsonl",
                               std::filesystem::file_size(home.folder / "samples.jsonl") - 5);
  const ProcessOutcome outcome = run_program({"score", "last"});
  CHECK(outcome.status == 2);
  CHECK(outcome.err.find("/verdict: \"unknown\" was \"met\"") != std::string::npos);
  CHECK(std::filesystem::exists(home.folder / "scorecard.rules-1.json"));
}

TEST_CASE("a run or a format that there is not is exit 4") {
  const Home home{fakes::met_record()};
  CHECK(run_program({"score", "ffffffff"}).status == 4);
  CHECK(run_program({"score"}).status == 4);
  const ProcessOutcome outcome = run_program({"score", "last", "--format", "jsn"});
  CHECK(outcome.status == 4);
  CHECK(outcome.err.find("json") != std::string::npos);
}

}  // namespace
}  // namespace gameday
