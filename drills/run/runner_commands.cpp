// SPDX-License-Identifier: Apache-2.0
// The conductor's commands: each starts a deed on the workers, or does what takes no time.
#include <algorithm>

#include "drills/run/proving.hpp"
#include "drills/run/runner.hpp"
#include "drills/run/step_work.hpp"

namespace gameday {

/// Carries out one command: starts a deed, or does what takes no time.
struct CommandVisitor {
  Runner& runner;

  void operator()(const commands::RunPreflight& /*none*/) const {
    runner.work([&r = runner]() -> EventBody { return r.preflight(); });
  }
  void operator()(const commands::Prepare& /*none*/) const {
    if (!runner.start_keeper()) return;
    runner.work([&r = runner]() -> EventBody { return r.prepare(); });
  }
  void operator()(const commands::JudgeBaseline& /*none*/) const {
    runner.work([&r = runner]() -> EventBody { return r.baseline(); });
  }
  void operator()(const commands::ApplyFault& command) const {
    const PlannedFault* fault = runner.find_fault(command.fault);
    runner.work([&r = runner, fault]() -> EventBody { return r.apply_fault(*fault); });
  }
  void operator()(const commands::ProveFault& command) const {
    const PlannedFault* fault = runner.find_fault(command.fault);
    runner.work(
        [&r = runner, fault]() -> EventBody { return prove(r.m_world->performer, *fault); });
  }
  void operator()(const commands::AskToStart& /*none*/) const {
    PlannedStep ask;
    ask.spec.name = std::string{k_start_step};
    ask.spec.within = std::chrono::hours{1};
    ask.plan.question = "Start the runbook " + runner.plan().definition.runbook.title + "?";
    runner.work([&r = runner, ask]() -> EventBody {
      return gameday::carry_out({*r.m_world, *r.m_executor, *r.m_journal, r.m_stopping}, ask);
    });
  }
  void operator()(const commands::AskForShift& command) const {
    PlannedStep ask;
    ask.spec.name = std::string{command.rules.empty() ? k_start_step : k_override_step};
    ask.spec.within = std::chrono::hours{1};
    ask.plan.question = command.question;
    runner.tell(events::StepMoved{.step = ask.spec.name,
                                  .state = events::StepState::started,
                                  .by = {},
                                  .note = "asked " + command.person});
    runner.work([&r = runner, ask]() -> EventBody {
      return gameday::carry_out({*r.m_world, *r.m_executor, *r.m_journal, r.m_stopping}, ask);
    });
  }
  void operator()(const commands::StartStep& command) const {
    const PlannedStep* step = runner.find_step(command.step);
    runner.tell(events::StepMoved{
        .step = command.step, .state = events::StepState::started, .by = "gameday", .note = {}});
    runner.work([&r = runner, step]() -> EventBody {
      return gameday::carry_out({*r.m_world, *r.m_executor, *r.m_journal, r.m_stopping}, *step);
    });
  }
  void operator()(const commands::LookAtGate& command) const {
    const auto& gates = runner.plan().gates;
    const auto gate = std::ranges::find_if(
        gates, [&](const PlannedGate& each) { return each.spec.name == command.gate; });
    runner.work([&r = runner, gate]() -> EventBody { return r.look_at_gate(*gate); });
  }
  void operator()(const commands::TakeBackFailback& /*none*/) const {
    runner.work([&r = runner]() -> EventBody { return r.take_back_failback(); }, true);
  }
  void operator()(const commands::SettleWriters& /*none*/) const {
    runner.work([&r = runner]() -> EventBody {
      for (const auto& sampler : r.m_samplers) sampler->settle_writes();
      return events::WritersSettled{};
    });
  }
  void operator()(const commands::ResumeWriters& /*none*/) const {
    for (const auto& sampler : runner.m_samplers) sampler->resume_writes();
  }
  void operator()(const commands::ReadLedgers& command) const {
    runner.read_ledgers(command.reading);
  }
  void operator()(const commands::RunFence& /*none*/) const {
    const PlannedStep* fence = runner.plan().fence();
    runner.tell(events::StepMoved{.step = fence->spec.name,
                                  .state = events::StepState::started,
                                  .by = "gameday",
                                  .note = {}});
    runner.work(
        [&r = runner, fence]() -> EventBody {
          return carry_out_fence({*r.m_world, *r.m_executor, *r.m_journal, r.m_stopping}, *fence);
        },
        true);
  }
  void operator()(const commands::LookAtFence& /*none*/) const {
    const PlannedStep* fence = runner.plan().fence();
    runner.work([&r = runner, fence]() -> EventBody {
      return look_at_fence(r.m_world->performer, *fence);
    });
  }
  void operator()(const commands::LiftFault& command) const {
    const PlannedFault* fault = runner.find_fault(command.fault);
    runner.work([&r = runner, fault]() -> EventBody { return r.lift_fault(*fault); }, true);
  }
  void operator()(const commands::RevertRest& /*none*/) const {
    runner.work([&r = runner]() -> EventBody { return r.revert_all(&Change::on_death); }, true);
  }
  void operator()(const commands::RevertForAbort& /*none*/) const {
    runner.work([&r = runner]() -> EventBody { return r.revert_all(&Change::on_abort); }, true);
  }
  void operator()(const commands::StopSamplers& /*none*/) const {
    runner.stop_samplers();
    runner.tell_last_of_policy();
    runner.end_watches();
  }
  void operator()(const commands::Finish& command) const {
    runner.m_result.how = command.how;
    runner.m_result.refused = command.refused;
    runner.tell(command.how);
  }
  void operator()(const commands::Tell& command) const { runner.tell(command.event); }
};

void Runner::carry_out(const Command& command) { std::visit(CommandVisitor{*this}, command); }

}  // namespace gameday
