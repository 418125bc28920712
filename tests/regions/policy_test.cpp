// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// What a policy makes of a region that is really lost: it decides from the stored record, before
// the runbook has shifted, for reasons that are true, and each time the same.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/policy.hpp"

namespace gameday::regions {
namespace {

Json replayed(const std::filesystem::path& folder, std::vector<std::string> more, int status) {
  std::vector<std::string> words{"policy", "replay", folder, "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const ProcessOutcome outcome = gameday(words);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.status == status);
  return Json::parse(outcome.out).at(0);
}

TEST_CASE("the policy decides once, before the runbook has shifted, and replays to the byte") {
  const Lab lab("policy");
  const Home home;
  const ProcessOutcome run = run_drill_in(lab, "policy_observe");
  INFO(run.out << run.err);
  REQUIRE(run.status == 0);
  const std::filesystem::path folder = home.run_of("policy_observe");

  const Json seen = replayed(folder, {}, 0);
  INFO(seen.dump(2));
  CHECK(seen.at("verdict") == "met");
  REQUIRE(seen.at("shifts").size() == 1);
  const Json shift = seen.at("shifts").front();
  CHECK(shift.at("to") == "region-b");
  CHECK(shift.at("false") == false);
  CHECK(seen.at("real_shift").at("by") == "the step `shift-traffic`");
  // The runbook starts when a second has been bad, and then promotes first.
  CHECK(seen.at("real_shift").at("policy_ahead_s").get<double>() > 0);
  CHECK(seen.at("real_shift").at("policy_ahead_s").get<double>() < 5);

  // It looked on while the run was under way, and decided the same.
  check_replays_identically(folder);
  const Json card = scorecard_of(folder);
  CHECK(member_where(card.at("checks"), "name", "policy").at("verdict") == "met");
  CHECK(member_where(card.at("findings"), "id", "policy_ahead").at("severity") == "medium");
  CHECK(card.at("policy").at("ahead_s") == seen.at("real_shift").at("policy_ahead_s"));

  const ProcessOutcome text = gameday({"policy", "replay", folder});
  CHECK(text.out.find("decision   shift from region-a to region-b") != std::string::npos);
  CHECK(gameday({"policy", "replay", folder}).out == text.out);

  const Json later = replayed(folder, {"--set", "hold=500ms"}, 0);
  const auto at = [](const Json& json) {
    return json.at("shifts").at(0).at("at_ns").get<std::int64_t>();
  };
  CHECK(at(later) - at(seen) == 250'000'000);
  CHECK(later.at("as_written") == seen.at("shifts"));
  CHECK(replayed(folder, {"--set", "hold=1m"}, 1).at("shifts").empty());
  CHECK(replayed(folder, {"--set", "expect=stay"}, 1).at("shifts").at(0).at("false") == true);
}

}  // namespace
}  // namespace gameday::regions
