// SPDX-License-Identifier: Apache-2.0
// Puts what happened into the conductor's state; decides nothing but that a run must be aborted.
#include <algorithm>

#include "drills/run/conductor_turn.hpp"
#include "runbooks/ways.hpp"

namespace gameday::conducting {
namespace {

using namespace std::chrono_literals;

constexpr Duration k_recording_after_abort = 10s;

struct Observer {
  Turn& turn;
  ConductorState& state;

  template <class Other>
  void operator()(const Other& /*told by others, decides nothing*/) const {}

  void operator()(const events::PreflightDone& event) const {
    if (event.go) {
      turn.enter(Stage::baseline);
    } else {
      state.refused = true;
      finish(turn);
    }
  }

  void operator()(const events::Prepared& event) const {
    state.asked = false;
    state.stage_since = turn.now;
    if (event.error.empty()) {
      state.prepared = true;
    } else {
      state.refused = true;
      turn.enter(Stage::verify);
    }
  }

  void operator()(const events::BaselineJudged& event) const {
    constexpr Duration k_patience = 15s;
    state.asked = false;
    if (event.held) {
      turn.enter(Stage::inject);
    } else if (turn.in_stage() > baseline_length(turn.plan) + k_patience) {
      state.refused = true;
      turn.enter(Stage::verify);
    }
  }

  void operator()(const events::InstrumentTurned& event) const {
    InstrumentHealth& health = state.instruments[event.instrument];
    health.good = event.good;
    health.since = event.since;
    if (!event.good) health.recovered = false;
  }

  void operator()(const events::InstrumentRecovered& event) const {
    state.instruments[event.instrument].recovered = true;
  }

  /// By another fault than this one, or by the runbook.
  [[nodiscard]] bool is_anything_done(const std::string& but) const {
    return state.runbook_started || std::ranges::any_of(state.faults, [&](const auto& known) {
             return known.first != but && known.second.phase != FaultPhase::waiting;
           });
  }

  void operator()(const events::FaultApplied& event) const {
    FaultProgress& fault = state.faults[event.fault];
    fault.phase = FaultPhase::in_force;
    if (event.refused && !is_anything_done(event.fault)) {
      state.refused = true;
      turn.enter(Stage::verify);
      return;
    }
    if (!event.error.empty()) {
      turn.begin_abort("guard", "fault " + event.fault + " could not be applied: " + event.error);
      return;
    }
    fault.onset = event.onset;
    if (!state.onset) state.onset = event.onset;
    if (state.stage != Stage::inject) turn.order(commands::ProveFault{event.fault});
  }

  void operator()(const events::FaultProven& event) const {
    state.faults[event.fault].proof = event.proof;
    if (event.proof == ProofResult::mismatch) {
      turn.begin_abort("guard", "fault " + event.fault + " was shown not to have bitten");
    }
  }

  void operator()(const events::FaultLifted& event) const {
    FaultProgress& fault = state.faults[event.fault];
    // What is stuck is tried again with the rest at the end; Reverted then has the last word.
    fault.phase = event.error.empty() ? FaultPhase::lifted : FaultPhase::stuck;
  }

  void operator()(const events::PolicyDecided& event) const {
    if (state.policy.decided) return;
    state.policy.decided = event;
    if (state.stage >= Stage::inject || !turn.plan.drill().starts_by_policy()) return;
    turn.begin_abort("guard", "the policy decided before anything was broken");
  }

  void operator()(const events::PolicyVetoed& event) const { state.policy.veto = event; }

  void operator()(const events::StepMoved& event) const {
    if (event.step == k_override_step) return take_answer(turn, event);
    if (event.step == k_start_step) {
      state.policy.waiting = state.policy.waiting && event.state == events::StepState::started;
      state.runbook_started = state.runbook_started || event.state == events::StepState::done;
      return;
    }
    if (event.state == events::StepState::started) return;
    const PlannedStep* fence = turn.plan.fence();
    if (fence != nullptr && fence->spec.name == event.step) {
      constexpr Duration k_pause = 500ms;
      state.fence_running = false;
      state.fence_again_at = turn.now + k_pause;
      state.fenced = state.fenced || event.state == events::StepState::done;
      return;
    }
    state.running_steps.erase(event.step);
    // The way back has no branches (check_failback_steps), but it may be stopped.
    const Way way = way_of(state.failback ? turn.plan.failback_steps : turn.plan.steps, event);
    if (!state.failback) return follow(way);
    if (way.to == Way::To::stop) state.failback->failed = true;
  }

  [[nodiscard]] static Way way_of(const std::vector<PlannedStep>& steps,
                                  const events::StepMoved& event) {
    const auto step =
        std::ranges::find(steps, event.step, [](const PlannedStep& one) { return one.spec.name; });
    const bool failed = event.state == events::StepState::failed;
    return step == steps.end() ? way_to(failed ? "stop" : "next")
                               : way_after(step->spec, failed, event.note);
  }

  /// A stop stands whatever its neighbours of a group say; of two branches the first one does.
  void follow(const Way& way) const {
    if (way.to == Way::To::stop) state.runbook_failed = true;
    if (way.to == Way::To::step && !state.go_to) state.go_to = way.step;
  }

  void operator()(const events::GateLooked& event) const {
    if (!state.failback) return;
    FailbackProgress& failback = *state.failback;
    failback.gate_asked = false;
    ++failback.next_gate;
    if (event.state == GateState::open) return;
    turn.order(commands::Tell{events::Deviation{"the failback did not begin: gate " + event.gate +
                                                " is " + std::string{to_string(event.state)}}});
    failback.part = FailbackProgress::Part::over;
  }

  void operator()(const events::FailbackTakenBack& event) const {
    if (state.failback) state.failback->part = FailbackProgress::Part::over;
    for (const std::string& error : event.errors) {
      turn.order(
          commands::Tell{events::Deviation{"the failback could not be taken back: " + error}});
    }
  }

  void operator()(const events::AlertMoved& event) const {
    AlertProgress& alert = state.alerts[event.index];
    alert.state = event.state;
    if (!state.onset) return;
    const bool taken_up = event.state == AlertState::acknowledged;
    alert.received = alert.received || taken_up || event.state == AlertState::received;
    alert.acknowledged = alert.acknowledged || taken_up;
  }

  void operator()(const events::WritersSettled& /*none*/) const { state.writers_settled = true; }

  void operator()(const events::LedgerRead& event) const {
    state.ledgers_awaited.erase(event.ledger);
  }

  void operator()(const events::FenceSeen& event) const {
    state.fence_seen = true;
    if (!event.fenced) state.still_in_force.push_back("NOT FENCED: " + event.error);
  }

  void operator()(const events::AbortAsked& event) const {
    if (!state.abort && !state.finished) state.abort = AbortProgress{.by = event.by};
  }

  void operator()(const events::KeeperLost& event) const {
    turn.begin_abort("guard", "the keeper is gone: " + event.why);
  }

  void operator()(const events::Reverted& event) const {
    for (const std::string& change : event.still_in_force) state.still_in_force.push_back(change);
    if (state.abort) {
      state.abort->reverted = true;
      state.abort->quiet_until = turn.now + k_recording_after_abort;
      if (!state.prepared) state.abort->quiet_until = turn.now;
    } else if (state.stage == Stage::verify) {
      finish(turn);
    }
  }
};

}  // namespace

void observe(Turn& turn, const EventBody& event) { std::visit(Observer{turn, turn.state}, event); }

}  // namespace gameday::conducting
