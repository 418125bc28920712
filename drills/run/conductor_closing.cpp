// SPDX-License-Identifier: Apache-2.0
// The stages from the count to the end: count, fence, heal, settle, count again, verify.
#include "drills/run/conductor_turn.hpp"

namespace gameday::conducting {
namespace {

void ask_for_reading(Turn& turn, events::Reading reading) {
  for (const PlannedLedger& ledger : turn.plan.ledgers) {
    turn.state.ledgers_awaited.insert(ledger.spec.name);
  }
  turn.order(commands::ReadLedgers{reading});
}

bool must_fence(const Turn& turn) {
  return turn.state.point_of_no_return && turn.plan.fence() != nullptr;
}

/// What the isolated side is read for must be all that it ever took: with a way back the writers
/// rest until the fence holds.
bool stay_settled(const Turn& turn) {
  return must_fence(turn) && !turn.plan.failback_steps.empty();
}

void count(Turn& turn) {
  const bool late =
      turn.state.onset && must_fence(turn) && turn.now >= ends_by(turn.plan, *turn.state.onset);
  if (!count_ledgers(turn, events::Reading::after_failover) && !late) return;
  if (!turn.plan.ledgers.empty() && !stay_settled(turn)) turn.order(commands::ResumeWriters{});
  turn.enter(must_fence(turn) ? Stage::fence : Stage::heal);
}

void fence(Turn& turn) {
  ConductorState& state = turn.state;
  if (!state.asked) {
    state.asked = true;
    if (!turn.plan.ledgers.empty()) ask_for_reading(turn, events::Reading::isolated);
  }
  // The isolated side is read before it is fenced, but never waited for beyond this.
  constexpr std::chrono::seconds k_isolated_patience{3};
  if (!state.ledgers_awaited.empty() && turn.in_stage() < k_isolated_patience) return;
  if (!fence_first(turn)) return;
  if (stay_settled(turn) && !turn.plan.ledgers.empty()) turn.order(commands::ResumeWriters{});
  if (state.fenced) return turn.enter(Stage::heal);
  // Lifting the faults now would let clients reach two primaries; the world's own deadline is left.
  turn.order(commands::Tell{events::Deviation{"the old primary could not be fenced"}});
  state.still_in_force.emplace_back("NOT FENCED: the faults were not lifted");
  turn.enter(Stage::verify);
}

void settle(Turn& turn) {
  ConductorState& state = turn.state;
  if (turn.in_stage() < turn.plan.drill().settle || awaits_resolution(turn)) return;
  if (must_fence(turn) && !state.fence_seen) {
    if (!state.asked) turn.order(commands::LookAtFence{});
    state.asked = true;
    return;
  }
  turn.enter(Stage::count_again);
}

void count_again(Turn& turn) {
  if (!count_ledgers(turn, events::Reading::after_heal)) return;
  if (turn.plan.failback_steps.empty()) return turn.enter(Stage::verify);
  if (!may_fail_back(turn)) {
    turn.order(commands::Tell{events::Deviation{
        "the failback did not begin: the failover before it did not succeed in full"}});
    return turn.enter(Stage::verify);
  }
  if (!turn.plan.ledgers.empty()) turn.order(commands::ResumeWriters{});
  turn.enter(Stage::fail_back);
}

void verify(Turn& turn) {
  ConductorState& state = turn.state;
  if (state.asked) return;
  state.asked = true;
  if (state.gave_up && !state.point_of_no_return) {
    turn.order(commands::RevertForAbort{});
  } else {
    turn.order(commands::RevertRest{});
  }
}

}  // namespace

bool count_ledgers(Turn& turn, events::Reading reading) {
  ConductorState& state = turn.state;
  if (turn.plan.ledgers.empty()) return true;
  if (!state.asked) {
    state.asked = true;
    state.writers_settled = false;
    state.reading_asked = false;
    turn.order(commands::SettleWriters{});
    return false;
  }
  if (!state.writers_settled) return false;
  if (!state.reading_asked) {
    state.reading_asked = true;
    ask_for_reading(turn, reading);
    return false;
  }
  return state.ledgers_awaited.empty();
}

void conduct_closing(Turn& turn) {
  switch (turn.state.stage) {
    case Stage::count: return count(turn);
    case Stage::fence: return fence(turn);
    case Stage::heal:
      if (lift_faults(turn)) turn.enter(Stage::settle);
      return;
    case Stage::settle: return settle(turn);
    case Stage::count_again: return count_again(turn);
    case Stage::fail_back: return conduct_failback(turn);
    default: return verify(turn);
  }
}

}  // namespace gameday::conducting
