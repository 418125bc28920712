// SPDX-License-Identifier: Apache-2.0
#include "cli/rescoring.hpp"

#include <doctest/doctest.h>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_record.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {
namespace {

/// A stored run with its first scorecard.
struct Scored {
  Scored() {
    Judged judged = judge(folder).value();
    const auto first = rescore(judged, folder);
    REQUIRE(first.has_value());
    CHECK(first->written == folder / "scorecard.json");
    CHECK(first->differences.empty());
  }
  [[nodiscard]] Rescored again() const {
    Judged judged = judge(folder).value();
    return rescore(judged, folder).value();
  }
  [[nodiscard]] std::string stored() const { return read_text(folder / "scorecard.json"); }
  /// Puts another word into the stored scorecard.
  void change(const std::string& was, const std::string& is) const {
    std::string text = stored();
    const auto at = text.find(was);
    REQUIRE(at != std::string::npos);
    write_file(folder / "scorecard.json", text.replace(at, was.size(), is));
  }

  Scratch scratch;
  std::filesystem::path folder = fakes::store_run(scratch.path, fakes::met_record());
};

TEST_CASE("a run judged again gives the same bytes, and nothing is written") {
  const Scored run;
  const Rescored again = run.again();
  CHECK(again.differences.empty());
  CHECK_FALSE(again.written.has_value());
}

TEST_CASE("another version with the same rules gives the same bytes: who scored first stays") {
  const Scored run;
  run.change("\"version\": \"" GAMEDAY_VERSION "\"", "\"version\": \"0.0.1\"");
  CHECK(run.again().differences.empty());
}

TEST_CASE("a scorecard by other rules is left alone; the new one goes beside it") {
  const Scored run;
  run.change("\"rules\": 1", "\"rules\": 0");
  const std::string before = run.stored();
  const Rescored again = run.again();
  REQUIRE(again.differences.size() == 1);
  CHECK(again.differences[0] == "/scored_by/rules: 1 was 0");
  CHECK(again.written == run.folder / "scorecard.rules-1.json");
  CHECK(run.stored() == before);
  CHECK(run.again().written == again.written);  // the same again is not written twice
}

TEST_CASE("a scorecard that was tampered with is found, and what lies beside it is kept") {
  const Scored run;
  run.change("\"exit_status\": 0", "\"exit_status\": 1");
  write_file(run.folder / "scorecard.rules-1.json", "somebody's");
  const Rescored again = run.again();
  CHECK(again.differences == std::vector<std::string>{"/exit_status: 0 was 1"});
  CHECK(again.written == run.folder / "scorecard.rules-1-2.json");
  CHECK(read_text(run.folder / "scorecard.rules-1.json") == "somebody's");
}

TEST_CASE("a stored scorecard that is no JSON, or other bytes, is a difference and no crash") {
  const Scored run;
  write_file(run.folder / "scorecard.json", run.stored() + " ");
  CHECK(run.again().differences ==
        std::vector<std::string>{"the same members, written differently"});
  write_file(run.folder / "scorecard.json", "\x01 rubbish");
  CHECK(run.again().differences.size() > 100);
}

}  // namespace
}  // namespace gameday
