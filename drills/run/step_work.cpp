// SPDX-License-Identifier: Apache-2.0
#include "drills/run/step_work.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "runbooks/ways.hpp"

namespace gameday {
namespace {

/// How an answer begins that skips the step (world/answers.hpp); the reason follows.
constexpr std::string_view k_skipped = "skipped: ";

events::StepMoved ended(const PlannedStep& step, events::StepState state, std::string by,
                        std::string note = {}) {
  return {.step = step.spec.name, .state = state, .by = std::move(by), .note = std::move(note)};
}

/// Asks the world until it is so; the reason why not where the deadline passes.
std::string wait_until(const StepTools& tools, const Wait& wait, Instant deadline) {
  std::string last = "it was not so";
  while (!tools.stopping.load()) {
    const Result<Outcome> outcome = tools.world.performer.perform(wait.look);
    if (outcome && matches(wait.until, *outcome)) return {};
    if (!outcome) last = outcome.error().text();
    if (tools.world.clock.now() >= deadline) return last;
    poll(nullptr, 0, static_cast<int>(wait.every.count()));
  }
  return "the run is being aborted";
}

/// An answer that names none of the choices is none: the question is put once more, while there is
/// time. A file says the same each time, and is asked once.
Result<Prompt::Answer> ask_until_it_fits(const StepTools& tools, const PlannedStep& step,
                                         const std::string& question) {
  constexpr int k_most = 100;
  const Instant deadline = tools.world.clock.now() + step.spec.within;
  const auto& choices = step.plan.choices;
  for (int i = 0; i < k_most && !tools.stopping.load(); ++i) {
    const Duration left = deadline - tools.world.clock.now();
    if (left <= Duration::zero()) break;
    auto answer = tools.world.prompt.ask(
        step.spec.name, question, std::chrono::duration_cast<std::chrono::milliseconds>(left));
    if (!answer || !answer->yes || choices.empty()) return answer;
    if (!find_choice(choices, answer->note).empty()) return answer;
    if (answer->by == "answers file") {
      return fail(ErrorKind::failed, "get an answer", step.spec.name,
                  "the answers file names none of its choices",
                  fmt::format("write: {} = yes {}", step.spec.name, choices.front()));
    }
  }
  return fail(ErrorKind::timeout, "get an answer", step.spec.name, "none of the choices was named");
}

events::StepMoved ask(const StepTools& tools, const PlannedStep& step,
                      const std::string& question) {
  const Result<Prompt::Answer> answer = ask_until_it_fits(tools, step, question);
  if (!answer && answer.error().kind == ErrorKind::timeout) {
    return ended(step, events::StepState::failed, {}, "nobody answered in time");
  }
  if (!answer) return ended(step, events::StepState::skipped, {}, answer.error().text());
  if (!answer->yes && answer->note.starts_with(k_skipped)) {
    return ended(step, events::StepState::skipped, answer->by, answer->note);
  }
  return ended(step, answer->yes ? events::StepState::done : events::StepState::failed, answer->by,
               answer->note);
}

}  // namespace

events::StepMoved carry_out(const StepTools& tools, const PlannedStep& step) {
  const Instant deadline = tools.world.clock.now() + step.spec.within;
  if (step.promotes || step.spec.point_of_no_return) {
    if (const auto noted = tools.journal.write_point_of_no_return(step.spec.name); !noted) {
      return ended(step, events::StepState::failed, "gameday", noted.error().text());
    }
  }
  for (const Change& change : step.plan.changes) {
    if (const Result<void> done = tools.executor.apply(change); !done) {
      return ended(step, events::StepState::failed, "gameday", done.error().text());
    }
  }
  for (const Wait& wait : step.plan.waits) {
    if (const std::string why = wait_until(tools, wait, deadline); !why.empty()) {
      return ended(step, events::StepState::failed, "gameday", why);
    }
  }
  if (step.plan.question) return ask(tools, step, *step.plan.question);
  return ended(step, events::StepState::done, "gameday");
}

events::StepMoved carry_out_fence(const StepTools& tools, const PlannedStep& fence) {
  for (const Change& change : fence.plan.changes) {
    if (const Result<void> done = tools.executor.fence(change); !done) {
      return ended(fence, events::StepState::failed, "gameday", done.error().text());
    }
  }
  return ended(fence, events::StepState::done, "gameday");
}

events::FenceSeen look_at_fence(Performer& performer, const PlannedStep& fence) {
  events::FenceSeen seen{
      .step = fence.spec.name, .fenced = !fence.plan.changes.empty(), .error = {}};
  for (const Change& change : fence.plan.changes) {
    const Seen look = read_seen(change.verify, performer.perform(change.verify.look));
    if (look == Seen::in_force) continue;
    seen.fenced = false;
    seen.error = change.id + " is " + std::string{to_string(look)};
  }
  return seen;
}

}  // namespace gameday
