// SPDX-License-Identifier: Apache-2.0
#include "drills/run/step_work.hpp"

#include <doctest/doctest.h>

#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/fake_clock.hpp"
#include "tests/fakes/fake_prompt.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// Is so from the n-th look on; every look takes 100 ms of the clock.
class EventuallySo : public Performer {
 public:
  EventuallySo(FakeClock& clock, int from) : m_clock(clock), m_from(from) {}
  Result<Outcome> perform(const Action& /*action*/) override {
    m_clock.advance(100ms);
    ++looks;
    return Outcome{looks >= m_from, looks >= m_from ? 0 : 1, "", "", {}};
  }
  int looks = 0;

 private:
  FakeClock& m_clock;
  int m_from;
};

PlannedStep waiting_step() {
  PlannedStep step;
  step.spec.name = "wait";
  step.spec.within = 1s;
  step.plan.waits.push_back(
      {.look = {.what = Exec{.argv = {"look"}}}, .until = {.status = 0}, .every = 1ms});
  return step;
}

struct Rig {
  FakeClock clock;
  FakePrompt prompt;
  EventuallySo performer;
  World world{clock, performer, prompt};
  Scratch scratch;
  Journal journal;
  Executor executor;
  std::atomic<bool> stopping = false;

  explicit Rig(int from)
      : performer(clock, from),
        journal(std::move(*Journal::create(scratch.path / "journal.jsonl", JournalHead{}))),
        executor(world, journal, [](const events::ChangeMoved&) {}) {}
  [[nodiscard]] StepTools tools() { return {world, executor, journal, stopping}; }
};

TEST_CASE("a wait ends when it is so, or fails at its deadline") {
  Rig soon(3);
  CHECK(carry_out(soon.tools(), waiting_step()).state == events::StepState::done);
  CHECK(soon.performer.looks == 3);
  Rig never(1000000);
  CHECK(carry_out(never.tools(), waiting_step()).state == events::StepState::failed);
  CHECK(never.performer.looks <= 11);
}

TEST_CASE("an abort ends a wait early") {
  Rig rig(1000000);
  rig.stopping = true;
  CHECK(carry_out(rig.tools(), waiting_step()).state == events::StepState::failed);
  CHECK(rig.performer.looks == 0);
}

TEST_CASE("a person's answer decides a step") {
  Rig rig(1);
  PlannedStep step;
  step.spec.name = "told";
  step.plan.question = "Have the customers been told?";
  SUBCASE("yes") {
    rig.prompt.will_answer("told", {.yes = true, .by = "jo", .note = "at noon"});
    const auto moved = carry_out(rig.tools(), step);
    CHECK(moved.state == events::StepState::done);
    CHECK(moved.by == "jo");
    CHECK(moved.note == "at noon");
  }
  SUBCASE("no") {
    rig.prompt.will_answer("told", {.yes = false, .by = "jo", .note = {}});
    CHECK(carry_out(rig.tools(), step).state == events::StepState::failed);
  }
  SUBCASE("nobody answers in time") {
    CHECK(carry_out(rig.tools(), step).state == events::StepState::failed);
  }
}

TEST_CASE("the point of no return is on record before the step") {
  Rig rig(1);
  PlannedStep step;
  step.spec.name = "promote-b";
  step.promotes = true;
  CHECK(carry_out(rig.tools(), step).state == events::StepState::done);
  CHECK(rig.journal.content().point_of_no_return);
}

TEST_CASE("a fence holds when all its looks show it in force") {
  Rig rig(1);
  PlannedStep fence;
  fence.spec.name = "stop-old-primary";
  Change change;
  change.id = "fence";
  change.verify.in_force = {.status = 0};
  change.verify.gone = {.status = 1};
  fence.plan.changes.push_back(change);
  CHECK(look_at_fence(rig.performer, fence).fenced);
  Rig down(1000000);
  CHECK_FALSE(look_at_fence(down.performer, fence).fenced);
  CHECK_FALSE(look_at_fence(rig.performer, PlannedStep{}).fenced);
}

TEST_CASE("a choice is asked for until one is named; a skip has its reason") {
  Rig rig(1);
  PlannedStep step;
  step.spec.name = "which";
  step.spec.within = 1s;
  step.plan.question = "Which way?";
  step.plan.choices = {"go", "wait"};
  rig.prompt.will_answer("which", {true, "ann", "go it is dead"});
  const auto chosen = carry_out(rig.tools(), step);
  CHECK(chosen.state == events::StepState::done);
  CHECK(chosen.note == "go it is dead");
  CHECK(chosen.by == "ann");
  rig.prompt.will_answer("which", {false, "ann", "skipped: no time"});
  const auto skipped = carry_out(rig.tools(), step);
  CHECK(skipped.state == events::StepState::skipped);
  CHECK(skipped.note == "skipped: no time");
  CHECK(skipped.by == "ann");
  rig.prompt.will_answer("which", {true, "answers file", "perhaps"});
  CHECK(carry_out(rig.tools(), step).state == events::StepState::skipped);
  const auto before = rig.prompt.asked().size();
  rig.prompt.will_answer("which", {true, "ann", "perhaps"});
  CHECK(carry_out(rig.tools(), step).state == events::StepState::failed);
  CHECK(rig.prompt.asked().size() > before + 1);
}

}  // namespace
}  // namespace gameday
