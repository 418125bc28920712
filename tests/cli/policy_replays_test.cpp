// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_replays.hpp"

#include <doctest/doctest.h>

#include "tests/cli/support/policy_runs.hpp"

namespace gameday {
namespace {

TEST_CASE("a word stands for a run, or for all runs of a drill in the order of their starts") {
  PolicyHome home;
  const auto first = home.store(fakes::met_record());
  const auto second = home.store(fakes::missed_record());
  using Folders = std::vector<std::filesystem::path>;
  CHECK(find_replays(home.scratch.path, "1a2b3c40").value() == Folders{first});
  CHECK(find_replays(home.scratch.path, "last").value() == Folders{second});
  CHECK(find_replays(home.scratch.path, "region_blackhole").value() == Folders{first, second});
  CHECK(find_replays(home.scratch.path, "other").error().kind == ErrorKind::absent);
  CHECK(find_replays(home.scratch.path, "..").error().kind == ErrorKind::absent);
}

TEST_CASE("a run is replayed as written, or with something else beside it") {
  PolicyHome home;
  const auto folder = home.store(fakes::met_record());
  const auto plain = replay_run(folder, {});
  if (!plain) FAIL(plain.error().text());
  CHECK(plain->now->verdict == Verdict::met);
  CHECK_FALSE(plain->as_written);
  const auto tuned = replay_run(folder, {.settings = {"hold=2s"}});
  REQUIRE(tuned);
  REQUIRE(tuned->as_written);
  const PolicyShift* now = tuned->now->first();
  const PolicyShift* before = tuned->as_written->first();
  REQUIRE(now != nullptr);
  REQUIRE(before != nullptr);
  CHECK(now->at - before->at == std::chrono::seconds{1});
}

TEST_CASE("a run whose drill has no policy takes another's") {
  PolicyHome home;
  const auto bare = home.store(fakes::met_record(), "");
  CHECK(replay_run(bare, {}).error().kind == ErrorKind::bad_input);
  PolicySpec policy;
  policy.from = "region-a";
  policy.to = "region-b";
  policy.at_least = 1;
  policy.layers["app"].probes = {{"region-a", {"shop"}}};
  policy.layers["network"].probes = {{"region-b", {"region-b-direct"}}};
  const auto replayed = replay_run(bare, {.policy = policy});
  if (!replayed) FAIL(replayed.error().text());
  CHECK(replayed->now->verdict == Verdict::met);
  CHECK_FALSE(replayed->as_written);
  policy.layers["app"].probes = {{"region-a", {"shops"}}};
  CHECK(replay_run(bare, {.policy = policy}).error().text().find("did you mean `shop`") !=
        std::string::npos);
}

TEST_CASE("a policy is read from a drill's file, or all its problems are told") {
  PolicyHome home;
  const auto folder = home.store(fakes::met_record());
  const Variable catalogs{"GAMEDAY_CATALOG", source_catalogs()};
  const auto put = [&](const std::string& text) {
    const std::string file = (home.scratch.path / "mine.toml").string();
    write_file(file, text);
    return policy_of_file(file);
  };
  const std::string drill = read_text((folder / "drill.toml").string());
  const auto found = put(drill);
  if (!found) FAIL(found.error().text());
  CHECK(found->from == "region-a");
  CHECK(put(drill + "hold = 1\n").error().kind == ErrorKind::bad_input);
  CHECK(put(drill + "hold = 1\n").error().text().find("unknown key `hold`") != std::string::npos);
  CHECK(policy_of_file("region_blackhole").error().text().find("no [policy]") != std::string::npos);
  CHECK_FALSE(policy_of_file("there is none"));
}

TEST_CASE("the worst of all runs is the exit status, and what was not replayed is unknown") {
  const auto status = [](std::vector<Verdict> verdicts, bool failed = false) {
    std::vector<ReplayedRun> runs;
    for (const Verdict verdict : verdicts) {
      Replay made;
      made.verdict = verdict;
      runs.push_back({.folder = "x", .now = made});
    }
    if (failed) runs.push_back({.folder = "x", .error = "torn"});
    return status_of(runs);
  };
  CHECK(status({Verdict::met, Verdict::met}) == ExitStatus::met);
  CHECK(status({Verdict::met, Verdict::unknown}) == ExitStatus::unknown);
  CHECK(status({Verdict::missed, Verdict::unknown}) == ExitStatus::missed);
  CHECK(status({Verdict::met}, true) == ExitStatus::unknown);
  CHECK(status({}) == ExitStatus::unknown);
}

}  // namespace
}  // namespace gameday
