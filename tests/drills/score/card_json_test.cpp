// SPDX-License-Identifier: Apache-2.0
#include "drills/score/card_json.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("an objective has counts where it counts, and null where nothing is known") {
  ObjectiveScore score;
  score.name = "rto";
  score.target = 10s;
  score.measured = {1s, std::nullopt};
  Json json = objective_json(score);
  CHECK(json.at("low_s") == 1.0);
  CHECK(json.at("high_s").is_null());
  CHECK_FALSE(json.contains("lost"));
  score.name = "rpo";
  score.lost = 0;
  json = objective_json(score);
  CHECK(json.at("lost") == 0);
  CHECK(json.at("stranded").is_null());
}

TEST_CASE("phases, steps and checks") {
  CHECK(phase_json({"act", std::nullopt, Interval{1s, 2s}}).at("start_low_s").is_null());
  CHECK(phase_json({"act", std::nullopt, Interval{1s, 2s}}).at("end_high_s") == 2.0);
  StepScore step;
  step.step = "promote";
  CHECK(step_json(step).at("took_s").is_null());
  CHECK(check_json({"fence", "db-a", Verdict::met, {}}).at("verdict") == "met");
  Json json;
  put_interval(json, "fresh_", std::nullopt);
  CHECK(json.at("fresh_low_s").is_null());
}

}  // namespace
}  // namespace gameday
