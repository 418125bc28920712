// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/record/event.hpp"

namespace gameday {
namespace {

TEST_CASE("every stage has a word of its own and is found by it") {
  for (int value = 0; value <= static_cast<int>(Stage::finished); ++value) {
    const auto stage = static_cast<Stage>(value);
    CHECK(parse_stage(to_string(stage)) == stage);
  }
  CHECK(to_string(Stage::preflight) == "preflight");
  CHECK(to_string(Stage::count_again) == "count_again");
  CHECK(to_string(Stage::finished) == "finished");
}

TEST_CASE("proofs, readings and step states are found by their words") {
  CHECK(parse_proof("confirmed") == ProofResult::confirmed);
  CHECK(parse_proof("mismatch") == ProofResult::mismatch);
  CHECK(parse_proof("inconclusive") == ProofResult::inconclusive);
  CHECK(parse_reading("isolated") == events::Reading::isolated);
  CHECK(parse_reading("after_failover") == events::Reading::after_failover);
  CHECK(parse_reading("after_heal") == events::Reading::after_heal);
  CHECK(parse_step_state("started") == events::StepState::started);
  CHECK(parse_step_state("done") == events::StepState::done);
  CHECK(parse_step_state("failed") == events::StepState::failed);
  CHECK(parse_step_state("skipped") == events::StepState::skipped);
}

TEST_CASE("a word that is none gives nothing") {
  CHECK_FALSE(parse_stage("somewhere").has_value());
  CHECK_FALSE(parse_proof("").has_value());
  CHECK_FALSE(parse_reading("Isolated").has_value());
  CHECK_FALSE(parse_step_state("late").has_value());
}

}  // namespace
}  // namespace gameday
