// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/simulated_run.hpp"

#include <algorithm>
#include <utility>

namespace gameday {

using namespace std::chrono_literals;

namespace {

PlannedStep plan_step(const std::string& name, bool promotes, bool is_fence) {
  PlannedStep step;
  step.spec.name = name;
  step.spec.within = 5s;
  step.promotes = promotes;
  step.is_fence = is_fence;
  if (is_fence) step.plan.changes.emplace_back();
  return step;
}

}  // namespace

Plan small_plan() {
  Plan plan;
  plan.run_id = "00000001";
  plan.broken_region = "region-a";
  plan.surviving_region = "region-b";
  Drill& drill = plan.definition.drill;
  drill.name = "small";
  drill.objectives.rto = 10s;
  drill.objectives.rpo["ledger"] = 0s;
  drill.stable_for = 5s;
  drill.settle = 5s;
  drill.fence = "stop-old-primary";
  drill.start_when = StartWhen{.probe = "shop", .bad_for = 1s};
  ProbeSpec shop;
  shop.name = "shop";
  shop.every = 20ms;
  shop.timeout = 500ms;
  drill.probes.push_back(shop);
  ProbeSpec survivor = shop;
  survivor.name = "region-b-direct";
  survivor.judge = false;
  survivor.params.set("target", std::string{"region-b.db"});
  drill.probes.push_back(survivor);
  LedgerSpec ledger;
  ledger.name = "orders";
  ledger.data_class = "ledger";
  ledger.every = 10ms;
  drill.ledgers.push_back(ledger);
  plan.ledgers.push_back({.spec = ledger, .table = "t", .make_table = {}});
  FaultSpec fault;
  fault.name = "cut";
  fault.kind = "region_blackhole";
  fault.after = 5s;
  fault.lasts = 18s;
  fault.params.set("region", std::string{"region-a"});
  drill.faults.push_back(fault);
  plan.faults.push_back({.spec = fault, .plan = {}});
  plan.steps.push_back(plan_step("promote-b", true, false));
  plan.steps.push_back(plan_step("shift-traffic", false, false));
  plan.steps.push_back(plan_step("stop-old-primary", false, true));
  return plan;
}

Plan failback_plan() {
  Plan plan = small_plan();
  plan.definition.drill.ends = "failed-back";
  FailbackSpec& failback = plan.definition.drill.failback.emplace();
  failback.objectives.rto = 10s;
  failback.objectives.rpo["ledger"] = 0s;
  for (const std::string kind : {"caught_up", "reachable"}) {
    GateSpec gate{.name = kind, .kind = kind, .params = {}};
    failback.gates.push_back(gate);
    GatePlan planned;
    planned.when = kind == "reachable" ? GateTime::start : GateTime::before_clients;
    plan.gates.push_back({.spec = gate, .plan = planned});
  }
  plan.failback_steps = {plan_step("rewind-a", false, false), plan_step("stop-b", false, false),
                         plan_step("promote-a", true, false),
                         plan_step("return-traffic", false, false)};
  plan.failback_steps[1].spec.touches_clients = true;
  plan.failback_steps[2].spec.point_of_no_return = true;
  plan.failback_steps[3].spec.kind = "traffic";
  return plan;
}

/// Answers commands as a world in good order would, but for what the run was told.
struct Answering {
  SimulatedRun& run;

  void note(const std::string& order) const {
    run.orders.push_back(order);
    run.ordered_after.push_back(run.m_now - Instant{1h});
    run.m_ordered_at.try_emplace(order, run.m_now);
  }
  void operator()(const commands::RunPreflight& /*none*/) const {
    note("RunPreflight");
    run.answer(100ms, events::PreflightDone{.go = run.preflight_go, .reasons = {}});
  }
  void operator()(const commands::Prepare& /*none*/) const {
    note("Prepare");
    run.answer(100ms, events::Prepared{});
  }
  void operator()(const commands::JudgeBaseline& /*none*/) const {
    note("JudgeBaseline");
    events::BaselineJudged judged;
    judged.held = run.baseline_holds;
    run.answer(10ms, judged);
  }
  void operator()(const commands::ApplyFault& command) const {
    note("ApplyFault " + command.fault);
    events::FaultApplied applied;
    applied.fault = command.fault;
    applied.error = run.fault_error[command.fault];
    applied.refused = run.fault_refused.contains(command.fault);
    applied.onset = {.low = run.m_now, .high = run.m_now + 5ms};
    run.m_cut = applied.error.empty() && run.bites;
    const auto takes = run.fault_takes.find(command.fault);
    run.answer(takes == run.fault_takes.end() ? 5ms : takes->second, applied);
  }
  void operator()(const commands::ProveFault& command) const {
    note("ProveFault " + command.fault);
    const ProofResult result = run.proof ? run.proof(command.fault) : ProofResult::confirmed;
    run.answer(500ms, events::FaultProven{.fault = command.fault, .proof = result, .details = {}});
  }
  void operator()(const commands::AskToStart& /*none*/) const { note("AskToStart"); }
  void operator()(const commands::AskForShift& command) const {
    std::string order = "AskForShift " + command.person;
    for (const std::string& rule : command.rules) order += " " + rule;
    note(order);
  }
  void operator()(const commands::StartStep& command) const {
    note("StartStep " + command.step);
    const Duration takes =
        run.step_takes.contains(command.step) ? run.step_takes[command.step] : 200ms;
    const std::string error = run.step_error[command.step];
    if (command.step == "stop-b") run.m_changing_back = true;
    run.answer(takes,
               events::StepMoved{
                   .step = command.step,
                   .state = error.empty() ? events::StepState::done : events::StepState::failed,
                   .by = "gameday",
                   .note = error.empty() ? run.step_note[command.step] : error});
  }
  void operator()(const commands::LookAtGate& command) const {
    note("LookAtGate " + command.gate);
    const auto state = run.gates.find(command.gate);
    run.answer(10ms, events::GateLooked{
                         .gate = command.gate,
                         .state = state == run.gates.end() ? GateState::open : state->second,
                         .detail = {}});
  }
  void operator()(const commands::TakeBackFailback& /*none*/) const {
    note("TakeBackFailback");
    run.m_changing_back = false;
    run.answer(200ms, events::FailbackTakenBack{});
  }
  void operator()(const commands::SettleWriters& /*none*/) const {
    note("SettleWriters");
    run.answer(100ms, events::WritersSettled{});
  }
  void operator()(const commands::ResumeWriters& /*none*/) const { note("ResumeWriters"); }
  void operator()(const commands::ReadLedgers& command) const {
    note("ReadLedgers " + std::string{to_string(command.reading)});
    events::LedgerRead read;
    read.ledger = "orders";
    read.reading = command.reading;
    run.answer(50ms, read);
  }
  void operator()(const commands::RunFence& /*none*/) const {
    note("RunFence");
    const bool fails = run.fence_fails > 0;
    if (fails) --run.fence_fails;
    run.answer(150ms, events::StepMoved{
                          .step = "stop-old-primary",
                          .state = fails ? events::StepState::failed : events::StepState::done,
                          .by = "gameday",
                          .note = {}});
  }
  void operator()(const commands::LookAtFence& /*none*/) const {
    note("LookAtFence");
    run.answer(10ms, events::FenceSeen{.step = "stop-old-primary", .fenced = true, .error = {}});
  }
  void operator()(const commands::LiftFault& command) const {
    note("LiftFault " + command.fault);
    run.m_cut = false;
    run.answer(10ms, events::FaultLifted{.fault = command.fault,
                                         .at = {.low = run.m_now, .high = run.m_now + 10ms},
                                         .by = "gameday",
                                         .error = {}});
  }
  void revert() const {
    run.answer(run.revert_takes, events::Reverted{std::exchange(run.left_once, {})});
  }
  void operator()(const commands::RevertRest& /*none*/) const {
    note("RevertRest");
    revert();
  }
  void operator()(const commands::RevertForAbort& /*none*/) const {
    note("RevertForAbort");
    run.m_cut = false;
    revert();
  }
  void operator()(const commands::StopSamplers& /*none*/) const { note("StopSamplers"); }
  void operator()(const commands::Finish& command) const {
    note("Finish");
    run.finish = command;
  }
  void operator()(const commands::Tell& command) const {
    if (const auto* entered = std::get_if<events::StageEntered>(&command.event)) {
      run.stages.push_back(entered->stage);
    }
  }
};

SimulatedRun::SimulatedRun(Plan plan) : m_plan(std::move(plan)) {
  m_now = Instant{1h};
  state = initial_state(m_plan, m_now);
}

void SimulatedRun::answer(Duration after, EventBody body) {
  m_pending.emplace(m_now + after, std::move(body));
}

void SimulatedRun::feed(EventBody body) {
  if (const auto* moved = std::get_if<events::StepMoved>(&body);
      moved != nullptr && moved->state == events::StepState::done) {
    ++m_steps_done;
    m_failed_over = recovers_by_steps && m_steps_done >= 2;
    if (moved->step == "return-traffic" && recovers_by_steps) m_changing_back = false;
  }
  Step next = step(m_plan, std::move(state), {.at = m_now, .body = std::move(body)});
  state = std::move(next.state);
  for (const Command& command : next.commands) std::visit(Answering{*this}, command);
}

void SimulatedRun::set_health(bool good) {
  if (good == m_healthy) return;
  m_healthy = good;
  m_healthy_since = m_now;
  for (const std::string name : {"shop", "orders"}) {
    feed(events::InstrumentTurned{.instrument = name, .good = good, .since = m_now});
  }
}

void SimulatedRun::tick() {
  set_health((!m_cut || m_failed_over) && !m_changing_back);
  const auto& onset = state.failback ? state.failback->onset : state.onset;
  const bool stable = m_healthy && onset && m_healthy_since > onset->low &&
                      m_now - m_healthy_since >= m_plan.drill().stable_for;
  for (const std::string name : {"shop", "orders"}) {
    if (!stable || state.instruments[name].recovered) continue;
    feed(events::InstrumentRecovered{.instrument = name, .at = m_healthy_since});
  }
  feed(events::Tick{});
}

void SimulatedRun::run(Duration limit) {
  constexpr Duration k_step = 5ms;
  for (auto& [after, body] : at) m_pending.emplace(m_now + after, body);
  for (const std::string name : {"shop", "orders"}) {
    feed(events::InstrumentTurned{.instrument = name, .good = true, .since = m_now});
  }
  const Instant end = m_now + limit;
  while (!finish && m_now < end) {
    while (!m_pending.empty() && m_pending.begin()->first <= m_now) {
      EventBody body = m_pending.begin()->second;
      m_pending.erase(m_pending.begin());
      feed(std::move(body));
    }
    tick();
    m_now += k_step;
  }
}

bool SimulatedRun::ordered(const std::string& order) const { return position(order) >= 0; }

int SimulatedRun::position(const std::string& order) const {
  const auto found = std::ranges::find(orders, order);
  return found == orders.end() ? -1 : static_cast<int>(found - orders.begin());
}

Duration SimulatedRun::time_of(const std::string& order) const {
  const auto found = m_ordered_at.find(order);
  return found == m_ordered_at.end() ? Duration{-1} : found->second - Instant{1h};
}

}  // namespace gameday
