// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// The messages of a drill in which each of the pairs was replaced.
std::vector<std::string> told_with(
    std::initializer_list<std::pair<std::string_view, std::string_view>> changes) {
  samples::Files files;
  for (const auto& [from, to] : changes) files.drill = samples::with(files.drill, from, to);
  std::vector<std::string> told;
  for (const Diagnostic& problem : samples::load(files).problems) {
    told.push_back(std::to_string(problem.line) + ": " + problem.message + "; " + problem.hint);
  }
  return told;
}

}  // namespace

TEST_CASE("a drill is refused that could not measure what it promises") {
  samples::check_broken({
      {"loss.toml", "rto = \"10s\"\nrpo = { ledger = \"0s\" }", "", 8, 1, 12,
       "without objectives is refused", "rto ="},
      {"loss.toml", "[objectives]\nrto = \"10s\"\nrpo = { ledger = \"0s\" }\n", "", 1, 1, 1,
       "without objectives is refused", "rto ="},
      {"loss.toml", "ledger = \"0s\"", "ledgr = \"0s\"", 10, 17, 4,
       "nothing measures `rpo` of `ledgr`", "`ledger`"},
      {"loss.toml", "database = \"orders\"", "database = \"orders\"\njudge = false", 10, 18, 4,
       "nothing measures `rpo`", ""},
      {"loss.toml", "timeout = \"500ms\"", "timeout = \"3s\"", 18, 11, 4,
       "the timeout of `shop` is 3s, longer than a quarter", "at most 2.5s"},
      {"loss.toml", "timeout = \"500ms\"", "timeout = \"500ms\"\ngood_within = \"501ms\"", 19, 15,
       7, "`good_within` is longer than the timeout", "at most 500ms"},
      {"loss.toml", "fence =", "stable_for = \"399ms\"\nfence =", 6, 14, 7,
       "less than 20 periods of `shop`", "at least 400ms"},
      {"loss.toml", "fence =", "give_up_after = \"9s\"\nfence =", 6, 17, 4,
       "`give_up_after` is shorter", "at least 10s"},
      {"loss.toml", "\"18s\"", "\"16499ms\"", 31, 9, 9,
       "`lasts` is shorter than the RTO target (10s)", "at least 16.5s"},
  });
}

TEST_CASE("the limits themselves are allowed") {
  CHECK(told_with({{"timeout = \"500ms\"", "timeout = \"2500ms\""}}).empty());
  CHECK(told_with({{"fence =", "stable_for = \"400ms\"\nfence ="}}).empty());
  CHECK(told_with({{"\"18s\"", "\"16500ms\""}}).empty());
  CHECK(told_with({{"fence =", "give_up_after = \"10s\"\nfence ="}}).empty());
}

TEST_CASE("a slow period is refused, and stretches the window that proves a recovery") {
  const auto told = told_with({{"every = \"20ms\"", "every = \"501ms\""}});
  REQUIRE(told.size() == 2);
  CHECK(told[0] ==
        "17: `shop` every 501ms is too seldom: more than a twentieth of the RTO target; "
        "at most 500ms");
  CHECK(told[1].find("`stable_for` (10.02s)") != std::string::npos);
}

TEST_CASE("a ledger is a probe too, and its default timeout counts") {
  const auto told = told_with({{"rto = \"10s\"", "rto = \"1996ms\""}});
  REQUIRE(told.size() == 2);
  CHECK(told[0].starts_with("18: the timeout of `shop`"));
  CHECK(told[1].starts_with("20: the timeout of `orders` is 500ms"));
}

TEST_CASE("what is not judged may be slow") {
  CHECK(told_with({{"every = \"100ms\"", "every = \"1m\""},
                   {"timeout = \"500ms\"\njudge", "timeout = \"30s\"\njudge"}})
            .empty());
}

TEST_CASE("nothing measures the recovery time where nothing is judged") {
  const auto told = told_with({{"timeout = \"500ms\"", "timeout = \"500ms\"\njudge = false"},
                               {"database = \"orders\"", "database = \"orders\"\njudge = false"},
                               {"rpo = { ledger = \"0s\" }", ""}});
  REQUIRE(told.size() == 1);
  CHECK(told[0].starts_with("9: nothing measures `rto`"));
}

TEST_CASE("a drill breaks something") {
  samples::Files files;
  files.drill = samples::with(files.drill,
                              "[[fault]]\nkind = \"region_blackhole\"\n"
                              "region = \"region-a\"\nafter = \"5s\"\nlasts = \"18s\"\n",
                              "");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message == "a drill without a fault");
}

TEST_CASE("instruments that are named are there") {
  samples::check_broken({
      {"loss.toml", "probe = \"shop\"", "probe = \"shp\"", 5, 24, 5,
       "no probe and no ledger is called `shp`", "`shop`"},
      {"loss.toml", "probe = \"b-direct\"", "probe = \"b-drect\"", 42, 9, 9, "is called `b-drect`",
       "`b-direct`"},
  });
  CHECK(told_with({{"probe = \"b-direct\"", "probe = \"orders\""}}).empty());
}
