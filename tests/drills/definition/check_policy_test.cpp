// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/check_policy.hpp"

#include <doctest/doctest.h>

#include "drills/definition/text.hpp"
#include "tests/drills/definition/policy_sample.hpp"

using namespace gameday;

namespace {

/// One thing spoilt, what the caret then stands under, and what is said of it.
struct Spoilt {
  std::string_view from;
  std::string_view to;
  std::string_view under;
  std::string_view says;
  std::string_view hint = {};
};

void check_in(const samples::Files& files, const Spoilt& spoilt) {
  const Loaded loaded = samples::load(files);
  INFO("with ", std::string{spoilt.to}, "\n", render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.problems.size() == 1);
  const Diagnostic& told = loaded.problems[0];
  CHECK(told.message.find(spoilt.says) != std::string::npos);
  CHECK(told.hint.find(spoilt.hint) != std::string::npos);
  const std::string_view line = line_of(files.drill, told.line);
  CHECK(line.substr(static_cast<std::size_t>(told.column - 1),
                    static_cast<std::size_t>(told.length)) == spoilt.under);
}

void check(const Spoilt& spoilt) { check_in(samples::with_policy(spoilt.from, spoilt.to), spoilt); }

/// Of a policy that starts the runbook.
void check_starting(std::string_view mode, const Spoilt& spoilt) {
  samples::Files files = samples::starting_by_policy(mode);
  files.drill = samples::with(files.drill, spoilt.from, spoilt.to);
  check_in(files, spoilt);
}

}  // namespace

TEST_CASE("the sample's policy is sound") {
  CHECK(samples::load(samples::with_policy()).definition);
}

TEST_CASE("regions are those of the inventory and differ, and every one is told of") {
  check({"to = \"region-b\"", "to = \"region-a\"", "\"region-a\"", "to itself"});
  const Loaded loaded =
      samples::load(samples::with_policy("to = \"region-b\"", "to = \"regionb\""));
  REQUIRE(loaded.problems.size() == 3);  // nothing tells of it, and region-b is neither of both
  CHECK(loaded.problems[0].message == "unknown region `regionb`");
  CHECK(loaded.problems[0].hint == "did you mean `region-b`?");
  check({", region-b = [\"b-direct\"]", "", "[policy.layer.app]", "no layer has probes",
         "every decision is vetoed"});
}

TEST_CASE("layers that are asked for have probes") {
  check({"hold", "at_least = 3\nhold", "3", "3 layers can never be down: only 2", "at most 2"});
  check({"[\"app\"]", "[\"ap\"]", "[\"ap\"]", "the layer `ap` has no probes", "`app`"});
  check({"[\"app\"]", "[\"queue\"]", "[\"queue\"]", "the layer `queue` has no probes"});
}

TEST_CASE("what feeds a layer is there and speaks for it, and for one region") {
  check({"[\"shop\"]", "[\"shp\"]", "[\"shp\"]", "no probe and no ledger is called `shp`",
         "did you mean `shop`"});
  check({"[\"orders\"]", "[\"orders\", \"shop\"]", "[\"orders\", \"shop\"]",
         "`shop` speaks for the layer `app`, not `db`"});
  check({"[\"b-direct\"]", "[\"b-direct\", \"shop\"]", "[\"b-direct\", \"shop\"]",
         "`shop` already tells of `region-a`", "neither"});
  check({"region-b = [\"b-direct\"]", "region-b = [\"b-direct\"], region-c = [\"shop\"]",
         "[\"shop\"]", "`region-c` is neither"});
}

TEST_CASE(
    "thresholds leave room for hysteresis, windows for samples, and staleness for a timeout") {
  check({"0.25", "0.7", "0.7", "`up_below` is larger than `down_above`"});
  check({"window = \"500ms\"", "window = \"200ms\"", "\"200ms\"",
         "fewer than 3 samples of `b-direct`", "at least 300ms"});
  check({"stale_after = \"1s\"", "stale_after = \"510ms\"", "\"510ms\"",
         "`orders` is called stale before it can time out", "more than 510ms"});
}

TEST_CASE("flaws are found without the document too") {
  const Loaded loaded = samples::load(samples::with_policy());
  PolicySpec policy = loaded.definition->drill.policy.value();
  CHECK(find_policy_flaws(loaded.definition->drill, policy).empty());
  policy.at_least = 4;
  const auto flaws = find_policy_flaws(loaded.definition->drill, policy);
  REQUIRE(flaws.size() == 1);
  CHECK(flaws[0].path == std::vector<std::string>{"at_least"});
}

TEST_CASE("a policy that starts the runbook has one, alone, and asks somebody who takes part") {
  for (const std::string_view mode : {"act", "advise"}) {
    CAPTURE(mode);
    CHECK(samples::load(samples::starting_by_policy(mode)).definition);
    check_starting(mode, {"asks = \"Kim\"", "asks = \"Kam\"", "\"Kam\"",
                          "none of [[people]] is called `Kam`", "`Kim`"});
    check_starting(mode, {"title =", "start_when = \"person\"\ntitle =", "\"person\"",
                          "so nothing else may", "leave `start_when` out"});
  }
  check_starting("advise", {"asks = \"Kim\"\n", "", "\"advise\"", "does not say whom", "asks ="});
  samples::Files nobody = samples::starting_by_policy("act");
  nobody.drill = samples::with(nobody.drill, "asks = \"Kim\"\n", "");
  CHECK(samples::load(nobody).definition);
  check({"\"observe\"", "\"observe\"\nasks = \"Kim\"", "\"Kim\"", "asks nobody"});
}
