// SPDX-License-Identifier: Apache-2.0
// The way back (safety.md: only through its runbook and its gates). The old primary is rebuilt
// first, which no client feels; the gates stand before that and before the first step that clients
// may feel. A gate that is not open ends it there, and nothing is shifted.
#include <algorithm>
#include <fmt/format.h>

#include "drills/run/conductor_turn.hpp"

namespace gameday::conducting {
namespace {

using Part = FailbackProgress::Part;

/// The next gate that stands before this step, or null.
const PlannedGate* gate_before(const Turn& turn, std::size_t step) {
  const auto& gates = turn.plan.gates;
  const std::size_t first = turn.plan.first_felt_step();
  // Gates are looked at in the order of their times, whatever their order in the drill.
  std::size_t passed = 0;
  for (const GateTime when : {GateTime::start, GateTime::before_clients}) {
    for (const PlannedGate& gate : gates) {
      if (gate.plan.when != when) continue;
      if (passed++ < turn.state.failback->next_gate) continue;
      const bool due = when == GateTime::start || step >= first;
      return due ? &gate : nullptr;
    }
  }
  return nullptr;
}

void begin_step(Turn& turn, const PlannedStep& step, std::size_t index) {
  FailbackProgress& failback = *turn.state.failback;
  if (!failback.onset && index >= turn.plan.first_felt_step()) {
    failback.onset = Moment{turn.now, turn.now};
    for (auto& [name, health] : turn.state.instruments) health.recovered = false;
  }
  failback.no_return = failback.no_return || step.promotes;
  turn.state.running_steps.insert(step.spec.name);
  turn.order(commands::StartStep{step.spec.name});
}

void go_through_steps(Turn& turn) {
  FailbackProgress& failback = *turn.state.failback;
  if (!turn.state.running_steps.empty() || failback.gate_asked) return;
  if (failback.failed) {
    failback.part = Part::take_back;
    return;
  }
  const auto& steps = turn.plan.failback_steps;
  if (const PlannedGate* gate = gate_before(turn, failback.next_step)) {
    failback.gate_asked = true;
    turn.order(commands::LookAtGate{gate->spec.name});
    return;
  }
  if (failback.next_step < steps.size()) {
    const std::size_t index = failback.next_step++;
    return begin_step(turn, steps[index], index);
  }
  failback.done = true;
  failback.steps_done_at = turn.now;
  failback.part = Part::recover;
}

/// Good again for long enough, or never bad at all.
bool is_back(const Turn& turn, const std::string& name) {
  const FailbackProgress& failback = *turn.state.failback;
  const auto found = turn.state.instruments.find(name);
  if (found == turn.state.instruments.end()) return false;
  const InstrumentHealth& health = found->second;
  if (health.recovered) return true;
  const bool never_bad = health.good && failback.onset && health.since <= failback.onset->low;
  return never_bad && turn.now - failback.steps_done_at >= turn.plan.drill().stable_for;
}

void recover(Turn& turn) {
  FailbackProgress& failback = *turn.state.failback;
  const std::vector<std::string> judged = judged_instruments(turn.plan);
  const bool back =
      std::ranges::all_of(judged, [&](const std::string& name) { return is_back(turn, name); });
  if (!back && turn.now - failback.steps_done_at < failback_patience(turn.plan)) return;
  if (!back) {
    turn.order(commands::Tell{events::Deviation{"gave up waiting for the failback to recover"}});
  }
  failback.part = Part::count;
  turn.state.asked = false;
}

}  // namespace

bool take_back_failback(Turn& turn) {
  if (!turn.state.failback) return true;
  FailbackProgress& failback = *turn.state.failback;
  if (!failback.onset || failback.no_return || failback.done) return true;
  if (!failback.taking_back) {
    failback.taking_back = true;
    failback.part = Part::take_back;
    turn.order(commands::TakeBackFailback{});
  }
  return failback.part == Part::over;
}

bool may_fail_back(const Turn& turn) {
  const ConductorState& state = turn.state;
  return !turn.plan.failback_steps.empty() && state.point_of_no_return && state.fenced &&
         !state.gave_up && !state.runbook_failed && state.still_in_force.empty();
}

void conduct_failback(Turn& turn) {
  ConductorState& state = turn.state;
  if (!state.failback) state.failback.emplace();
  if (state.failback->part == Part::steps) go_through_steps(turn);
  if (state.failback->part == Part::recover) recover(turn);
  if (state.failback->part == Part::count && count_ledgers(turn, events::Reading::after_failback)) {
    state.failback->part = Part::over;
  }
  if (state.failback->part == Part::take_back && take_back_failback(turn)) {
    state.failback->part = Part::over;
  }
  if (state.failback->part == Part::over) turn.enter(Stage::verify);
}

}  // namespace gameday::conducting
