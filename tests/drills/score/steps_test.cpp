// SPDX-License-Identifier: Apache-2.0
#include "drills/score/steps.hpp"

#include <doctest/doctest.h>

#include "tests/fakes/failback_record.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

StepScore judged(events::StepState state, Duration within) {
  const Record record = fakes::failback_record();
  Inquiry inquiry = open_inquiry(record);
  inquiry.facts.steps.at("rewind-a").state = state;
  StepSpec spec = record.definition.failback.steps[0];
  spec.within = within;
  return judge_step(inquiry, spec);
}

TEST_CASE("a step of either way is judged by its end and its deadline") {
  CHECK(judged(events::StepState::done, 5s).verdict == Verdict::met);
  CHECK(judged(events::StepState::done, 5s).took == 400ms);
  CHECK(judged(events::StepState::done, 300ms).verdict == Verdict::missed);
  CHECK(judged(events::StepState::failed, 5s).verdict == Verdict::missed);
  CHECK(judged(events::StepState::skipped, 5s).verdict == Verdict::unknown);
  CHECK(judged(events::StepState::started, 1s).verdict == Verdict::missed);
  CHECK(judged(events::StepState::started, 1h).verdict == Verdict::unknown);
}

TEST_CASE("a step that was never started is told") {
  const Record record = fakes::failback_record({.closed_gate = "caught_up"});
  const Inquiry inquiry = open_inquiry(record);
  CHECK(judge_step(inquiry, record.definition.failback.steps[1]).note == "never started");
}

}  // namespace
}  // namespace gameday
