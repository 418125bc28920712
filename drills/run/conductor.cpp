// SPDX-License-Identifier: Apache-2.0
#include "drills/run/conductor.hpp"

#include <algorithm>

#include "drills/run/conductor_turn.hpp"

namespace gameday {
namespace conducting {

void Turn::enter(Stage stage) {
  state.stage = stage;
  state.stage_since = now;
  state.asked = false;
  order(commands::Tell{events::StageEntered{stage}});
}

void Turn::begin_abort(std::string by, std::string why) {
  if (state.abort || state.finished) return;
  state.abort = AbortProgress{.by = by};
  order(commands::Tell{events::AbortAsked{std::move(by), std::move(why)}});
}

void finish(Turn& turn) {
  ConductorState& state = turn.state;
  if (state.finished) return;
  state.finished = true;
  turn.order(commands::StopSamplers{});
  events::Finished how;
  how.end_state = state.point_of_no_return ? "failed-over" : "restored";
  if (state.failback && state.failback->no_return) {
    how.end_state = state.failback->done ? "failed-back" : "failing-back";
  }
  how.still_in_force = state.still_in_force;
  how.everything_reverted = state.still_in_force.empty();
  how.aborted = state.abort.has_value();
  turn.order(commands::Finish{how, state.refused});
  turn.enter(Stage::finished);
}

namespace {

bool has_bad_for(const ConductorState& state, const std::string& instrument, Duration limit,
                 Instant now) {
  const auto found = state.instruments.find(instrument);
  if (found == state.instruments.end() || found->second.good) return false;
  return now - found->second.since >= limit;
}

/// It is bad while a veto of the policy is to stand, whether the region answers or not.
bool feeds_veto(const Plan& plan, const ProbeSpec& probe) {
  if (!plan.drill().policy) return false;
  return std::ranges::any_of(plan.drill().policy->vetoes, [&](const auto& veto) {
    return std::ranges::any_of(veto.second.probes, [&](const auto& probes) {
      return std::ranges::find(probes.second, probe.name) != probes.second.end();
    });
  });
}

bool watches_survivor(const Plan& plan, const ProbeSpec& probe) {
  if (feeds_veto(plan, probe)) return false;
  const std::string target = probe.params.get<std::string>("target");
  if (target.starts_with(plan.surviving_region + ".")) return true;
  const Host* host = plan.definition.inventory.find_host(target);
  return host != nullptr && host->region == plan.surviving_region;
}

bool is_applying(const ConductorState& state) {
  return std::ranges::any_of(
      state.faults, [](const auto& fault) { return fault.second.phase == FaultPhase::applying; });
}

}  // namespace

void watch_guards(Turn& turn) {
  constexpr std::chrono::seconds k_survivor_limit{3};
  if (turn.state.abort || turn.state.stage > Stage::count || !turn.state.prepared) return;
  for (const AbortSpec& guard : turn.plan.drill().aborts) {
    if (!has_bad_for(turn.state, guard.probe, guard.bad_for, turn.now)) continue;
    turn.begin_abort("guard",
                     "probe " + guard.probe + " was bad for " + format_duration(guard.bad_for));
  }
  for (const ProbeSpec& probe : turn.plan.drill().probes) {
    if (!watches_survivor(turn.plan, probe)) continue;
    if (!has_bad_for(turn.state, probe.name, k_survivor_limit, turn.now)) continue;
    turn.begin_abort("guard", "the surviving region did not answer probe " + probe.name);
  }
}

bool lift_faults(Turn& turn) {
  bool all_gone = true;
  const auto& planned = turn.plan.faults;
  for (auto fault = planned.rbegin(); fault != planned.rend(); ++fault) {
    FaultProgress& progress = turn.state.faults[fault->spec.name];
    if (progress.phase == FaultPhase::in_force) {
      progress.phase = FaultPhase::lifting;
      turn.order(commands::LiftFault{fault->spec.name});
    }
    all_gone =
        all_gone && progress.phase != FaultPhase::lifting && progress.phase != FaultPhase::applying;
  }
  return all_gone;
}

bool fence_first(Turn& turn) {
  constexpr int k_fence_tries = 5;
  ConductorState& state = turn.state;
  if (state.fenced || turn.plan.fence() == nullptr) return true;
  if (state.fence_running) return false;
  if (state.fence_tries >= k_fence_tries) return true;
  if (turn.now < state.fence_again_at) return false;
  state.fence_running = true;
  ++state.fence_tries;
  turn.order(commands::RunFence{});
  return false;
}

void conduct_abort(Turn& turn) {
  ConductorState& state = turn.state;
  AbortProgress& abort = *state.abort;
  // What is being begun ends first: it may still be making what is to be taken back.
  if (state.asked && !state.prepared && state.stage <= Stage::baseline) return;
  if (state.point_of_no_return && !fence_first(turn)) return;
  const bool may_lift = !state.point_of_no_return || state.fenced || turn.plan.fence() == nullptr;
  if (may_lift && !lift_faults(turn)) return;
  // What is still being made cannot be put back yet.
  if (!state.running_steps.empty() || is_applying(state)) return;
  if (!take_back_failback(turn)) return;
  if (!abort.reverting) {
    // What stage verify takes back is on its way back already: no second hand on the same change.
    if (state.stage == Stage::verify && state.asked && !abort.reverted) return;
    abort.reverting = true;
    abort.reverted = false;
    std::erase_if(state.still_in_force,
                  [](const std::string& left) { return !left.starts_with("NOT FENCED"); });
    if (state.point_of_no_return) {
      turn.order(commands::RevertRest{});
    } else {
      turn.order(commands::RevertForAbort{});
    }
    return;
  }
  if (!abort.reverted) return;
  const bool recovered = std::ranges::all_of(judged_instruments(turn.plan), [&](const auto& name) {
    const auto found = state.instruments.find(name);
    return found == state.instruments.end() ||
           (found->second.good && turn.now - found->second.since >= std::chrono::seconds{1});
  });
  if (recovered || turn.now >= abort.quiet_until) finish(turn);
}

}  // namespace conducting

ConductorState initial_state(const Plan& plan, Instant now) {
  ConductorState state;
  state.stage_since = now;
  for (const PlannedFault& fault : plan.faults) state.faults[fault.spec.name] = {};
  return state;
}

Step step(const Plan& plan, ConductorState state, const Event& event) {
  Step result{.state = std::move(state), .commands = {}};
  conducting::Turn turn{.plan = plan, .state = result.state, .now = event.at};
  if (result.state.finished) return result;
  conducting::observe(turn, event.body);
  conducting::watch_guards(turn);
  // A stage that is over hands on to the next within the same turn; there are not more than these.
  for (int hops = 0; hops <= static_cast<int>(Stage::finished); ++hops) {
    const Stage before = result.state.stage;
    if (result.state.finished) break;
    if (result.state.abort) {
      conducting::conduct_abort(turn);
    } else {
      conducting::conduct_stage(turn);
    }
    if (result.state.stage == before) break;
  }
  result.commands = std::move(turn.commands);
  return result;
}

}  // namespace gameday
