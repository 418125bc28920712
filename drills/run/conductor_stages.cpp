// SPDX-License-Identifier: Apache-2.0
// What each stage needs next (safety.md, Stages).
#include <algorithm>

#include "drills/run/conductor_turn.hpp"
#include "runbooks/ways.hpp"

namespace gameday::conducting {
namespace {

bool all_proven(const ConductorState& state) {
  return std::ranges::all_of(state.faults, [](const auto& entry) {
    return entry.second.phase == FaultPhase::waiting || entry.second.proof.has_value();
  });
}

bool none_applying(const ConductorState& state) {
  return std::ranges::none_of(
      state.faults, [](const auto& entry) { return entry.second.phase == FaultPhase::applying; });
}

bool all_recovered(const Turn& turn) {
  const std::vector<std::string> judged = judged_instruments(turn.plan);
  return !judged.empty() && std::ranges::all_of(judged, [&](const std::string& name) {
    const auto found = turn.state.instruments.find(name);
    return found != turn.state.instruments.end() && found->second.recovered;
  });
}

/// Every judged instrument has been good ever since the fault came: there is nothing to recover.
bool none_failed(const Turn& turn) {
  const std::vector<std::string> judged = judged_instruments(turn.plan);
  return turn.state.onset && std::ranges::all_of(judged, [&](const std::string& name) {
           const auto found = turn.state.instruments.find(name);
           return found != turn.state.instruments.end() && found->second.good &&
                  found->second.since <= turn.state.onset->low;
         });
}

bool out_of_time(const Turn& turn) {
  return turn.state.onset && turn.now >= count_by(turn.plan, *turn.state.onset);
}

void give_up(Turn& turn) {
  turn.state.gave_up = true;
  turn.order(commands::Tell{events::Deviation{"gave up waiting for a recovery"}});
  turn.enter(Stage::count);
}

bool start_signal(Turn& turn) {
  if (turn.plan.drill().starts_by_policy()) return follow_policy(turn);
  const auto& when = turn.plan.drill().start_when;
  if (!when || when->probe.empty()) return turn.state.runbook_started;
  const auto found = turn.state.instruments.find(when->probe);
  if (found == turn.state.instruments.end() || found->second.good) return false;
  return turn.now - found->second.since >= when->bad_for;
}

bool has_runbook(const Plan& plan) {
  return std::ranges::any_of(plan.steps, [](const PlannedStep& step) { return !step.is_fence; });
}

void watch(Turn& turn) {
  ConductorState& state = turn.state;
  order_due_faults(turn);
  if (!has_runbook(turn.plan)) return turn.enter(Stage::recover);
  const Drill& drill = turn.plan.drill();
  if (drill.is_to_stay()) lift_spent_faults(turn);
  const auto& when = drill.start_when;
  if ((!when || when->probe.empty()) && !state.start_asked && !drill.starts_by_policy()) {
    state.start_asked = true;
    turn.order(commands::AskToStart{});
  }
  if (start_signal(turn)) {
    state.runbook_started = true;
    turn.enter(Stage::fail_over);
  } else if (drill.is_to_stay()) {
    if (state.onset && turn.now >= watched_until(turn.plan, *state.onset)) turn.enter(Stage::count);
  } else if (out_of_time(turn)) {
    give_up(turn);
  }
}

/// Where a branch leads to, or else the next that is neither the fence nor on a branch.
std::size_t find_next_step(const Turn& turn) {
  const auto& steps = turn.plan.steps;
  std::vector<StepSpec> specs;
  for (const PlannedStep& step : steps) specs.push_back(step.spec);
  std::size_t next = turn.state.next_step;
  const auto is_next = [&](const PlannedStep& step) {
    if (step.is_fence) return false;
    if (turn.state.go_to) return step.spec.name == *turn.state.go_to;
    return !is_on_branch(specs, step.spec.name);
  };
  while (next < steps.size() && !is_next(steps[next])) ++next;
  return next;
}

void start_step(Turn& turn, const PlannedStep& step) {
  ConductorState& state = turn.state;
  state.running_steps.insert(step.spec.name);
  state.point_of_no_return =
      state.point_of_no_return || step.promotes || step.spec.point_of_no_return;
  turn.order(commands::StartStep{step.spec.name});
}

/// The next one, or all of its group.
void start_next_steps(Turn& turn) {
  ConductorState& state = turn.state;
  const auto& steps = turn.plan.steps;
  state.next_step = find_next_step(turn);
  state.go_to.reset();
  if (state.next_step >= steps.size() || state.runbook_failed) return turn.enter(Stage::recover);
  const std::string group = steps[state.next_step].spec.group;
  do {
    if (!steps[state.next_step].is_fence) start_step(turn, steps[state.next_step]);
    ++state.next_step;
  } while (!group.empty() && state.next_step < steps.size() &&
           steps[state.next_step].spec.group == group);
}

void fail_over(Turn& turn) {
  order_due_faults(turn);
  if (turn.state.running_steps.empty()) {
    // No new step where the time for it is gone: what is under way ends, then all is counted.
    if (out_of_time(turn)) return give_up(turn);
    return start_next_steps(turn);
  }
  if (turn.state.onset && turn.now >= ends_by(turn.plan, *turn.state.onset)) give_up(turn);
}

void recover(Turn& turn) {
  order_due_faults(turn);
  const bool recovered = all_recovered(turn);
  if (recovered && !awaits_alerts(turn)) return turn.enter(Stage::count);
  if (!out_of_time(turn)) return;
  recovered || none_failed(turn) ? turn.enter(Stage::count) : give_up(turn);
}

}  // namespace

void order_due_faults(Turn& turn) {
  const auto& planned = turn.plan.faults;
  if (planned.empty()) return;
  ConductorState& state = turn.state;
  if (!state.first_fault_at) state.first_fault_at = turn.now;
  for (const PlannedFault& fault : planned) {
    FaultProgress& progress = state.faults[fault.spec.name];
    const Duration offset = fault.spec.after - planned.front().spec.after;
    if (progress.phase != FaultPhase::waiting || turn.now < *state.first_fault_at + offset) {
      continue;
    }
    progress.phase = FaultPhase::applying;
    turn.order(commands::ApplyFault{fault.spec.name});
  }
}

void conduct_opening(Turn& turn) {
  constexpr std::chrono::milliseconds k_judge_again{500};
  ConductorState& state = turn.state;
  switch (state.stage) {
    case Stage::preflight:
      if (!state.asked) turn.order(commands::RunPreflight{});
      state.asked = true;
      return;
    case Stage::baseline:
      if (!state.prepared) {
        if (!state.asked) turn.order(commands::Prepare{});
        state.asked = true;
      } else if (!state.asked && turn.in_stage() >= baseline_length(turn.plan) &&
                 turn.now >= state.judge_again_at) {
        state.asked = true;
        state.judge_again_at = turn.now + k_judge_again;
        turn.order(commands::JudgeBaseline{});
      }
      return;
    case Stage::inject:
      order_due_faults(turn);
      if (!none_applying(state)) return;
      turn.enter(Stage::prove);
      for (const auto& [name, progress] : state.faults) {
        if (progress.phase == FaultPhase::in_force) turn.order(commands::ProveFault{name});
      }
      return;
    default:
      if (all_proven(state)) turn.enter(Stage::watch);
  }
}

void conduct_stage(Turn& turn) {
  switch (turn.state.stage) {
    case Stage::preflight:
    case Stage::baseline:
    case Stage::inject:
    case Stage::prove: return conduct_opening(turn);
    case Stage::watch: return watch(turn);
    case Stage::fail_over: return fail_over(turn);
    case Stage::recover: return recover(turn);
    default: return conduct_closing(turn);
  }
}

}  // namespace gameday::conducting
