// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/score/card_json.hpp"
#include "tests/fakes/failback_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("the way back stands in the scorecard with all that it rests on") {
  const Json card = to_json(score(failback_record({.stranded = 2})));
  const Json& failback = card.at("failback");
  CHECK(failback.at("verdict") == "met");
  CHECK(failback.at("required") == true);
  CHECK(failback.at("prepared_s") == 0.5);
  CHECK(failback.at("objectives").size() == 2);
  CHECK(failback.at("gates").size() == 3);
  CHECK(failback.at("runbook").size() == 4);
  CHECK(failback.at("stranded")[0].at("writes").size() == 2);
  CHECK(failback.at("stranded")[0].at("count") == 2);
  CHECK(failback.at("stranded")[0].at("writes")[0].at("acknowledged") == false);
  CHECK(card.at("digests").at("failback") == std::string(64, 'f'));
}

TEST_CASE("a drill without a way back has an empty member, as ever") {
  const Json card = to_json(score(met_record()));
  CHECK(card.at("failback") == Json::object());
  CHECK_FALSE(card.at("digests").contains("failback"));
}

TEST_CASE("what never began is null") {
  const Json failback =
      to_json(score(failback_record({.closed_gate = "reachable"}))).at("failback");
  CHECK(failback.at("onset_low_s").is_null());
  CHECK(failback.at("prepared_s").is_null());
  CHECK(failback.at("fresh_high_s").is_null());
  CHECK(failback.at("phases").empty());
}

}  // namespace
}  // namespace gameday
