// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "drills/run/step_work.hpp"
#include "tests/sim/drill_sim.hpp"

namespace gameday::sim {

using namespace std::chrono_literals;

inline std::vector<std::string> ids_of(const PlannedFault& fault) {
  std::vector<std::string> ids;
  for (const Change& change : fault.plan.changes) ids.push_back(change.id);
  return ids;
}

inline const PlannedFault& fault_of(const Plan& plan, const std::string& name) {
  return *std::ranges::find_if(plan.faults,
                               [&](const auto& fault) { return fault.spec.name == name; });
}

inline const PlannedStep& step_of(const Plan& plan, const std::string& name) {
  return *std::ranges::find_if(plan.steps,
                               [&](const auto& step) { return step.spec.name == name; });
}

/// Carries out the conductor's commands as the runner does, on the simulated world.
struct Doing {
  DrillSim& sim;

  [[nodiscard]] const Script& script() const { return sim.m_script; }
  [[nodiscard]] const Plan& plan() const { return sim.m_script.plan; }
  [[nodiscard]] StepTools tools() const {
    return {sim.m_world, *sim.m_executor, *sim.m_journal, sim.m_stopping};
  }
  void take(Duration time) const { sim.m_clock.advance(time); }

  void operator()(const commands::RunPreflight& /*none*/) const {
    sim.deed([this]() -> EventBody {
      take(100ms);
      return events::PreflightDone{.go = script().preflight_go, .reasons = {}};
    });
  }
  void operator()(const commands::Prepare& /*none*/) const {
    sim.deed([this]() -> EventBody {
      if (const PlannedStep* fence = plan().fence()) {
        (void)sim.m_journal->write_fence(fence->plan.changes.front());
      }
      for (const PlannedLedger& ledger : plan().ledgers) {
        if (auto made = sim.m_executor->apply(ledger.make_table); !made) {
          return events::Prepared{made.error().text()};
        }
      }
      return events::Prepared{};
    });
  }
  void operator()(const commands::JudgeBaseline& /*none*/) const {
    sim.deed([this]() -> EventBody {
      take(10ms);
      return events::BaselineJudged{script().baseline_holds, "region-a", {}, 2.0, 2.6};
    });
  }
  void operator()(const commands::ApplyFault& command) const {
    sim.deed([this, &command]() -> EventBody {
      const PlannedFault& fault = fault_of(plan(), command.fault);
      events::FaultApplied applied{.fault = command.fault,
                                   .kind = fault.spec.kind,
                                   .target = "region-a",
                                   .onset = {.low = sim.m_clock.now(), .high = sim.m_clock.now()},
                                   .error = {}};
      if (const auto done = sim.m_executor->apply_all(fault.plan.changes); !done) {
        applied.error = done.error().text();
      }
      applied.onset.high = sim.m_clock.now();
      if (const auto onset = sim.m_moments.of(ids_of(fault), ChangeState::applied)) {
        applied.onset = *onset;
      }
      return applied;
    });
  }
  void operator()(const commands::ProveFault& command) const {
    sim.deed([this, &command]() -> EventBody {
      take(200ms);
      const auto scripted = script().proofs.find(command.fault);
      return events::FaultProven{
          command.fault,
          scripted == script().proofs.end() ? ProofResult::confirmed : scripted->second,
          {}};
    });
  }
  void operator()(const commands::AskForShift& /*no drill of these has a policy*/) const {}
  void operator()(const commands::AskToStart& /*none*/) const {
    if (!script().person_starts) return;
    sim.later(sim.m_now + *script().person_starts,
              events::StepMoved{std::string{k_start_step}, events::StepState::done, "ann", ""});
  }
  void operator()(const commands::StartStep& command) const {
    sim.tell(events::StepMoved{command.step, events::StepState::started, "gameday", ""});
    sim.deed([this, &command]() -> EventBody {
      return carry_out(tools(), step_of(plan(), command.step));
    });
  }
  void operator()(const commands::SettleWriters& /*none*/) const {
    sim.m_story.writers.emplace_back(sim.m_now, false);
    sim.deed([this]() -> EventBody {
      take(k_timeout + 20ms);
      return events::WritersSettled{};
    });
  }
  void operator()(const commands::ResumeWriters& /*none*/) const {
    sim.m_story.writers.emplace_back(sim.m_now, true);
  }
  void operator()(const commands::ReadLedgers& command) const {
    sim.deed([this, &command]() -> EventBody {
      take(50ms);
      const bool over = sim.m_things.contains("primary-b");
      const bool isolated = command.reading == events::Reading::isolated;
      const std::string node = over && !isolated ? "db-b" : "db-a";
      return events::LedgerRead{"orders", command.reading, node, true, 0, {node}, ""};
    });
  }
  void operator()(const commands::RunFence& /*none*/) const {
    sim.tell(
        events::StepMoved{plan().fence()->spec.name, events::StepState::started, "gameday", ""});
    sim.deed([this]() -> EventBody { return carry_out_fence(tools(), *plan().fence()); });
  }
  void operator()(const commands::LookAtFence& /*none*/) const {
    sim.deed([this]() -> EventBody { return look_at_fence(sim.m_fake, *plan().fence()); });
  }
  void operator()(const commands::LiftFault& command) const {
    sim.deed([this, &command]() -> EventBody {
      const PlannedFault& fault = fault_of(plan(), command.fault);
      events::FaultLifted lifted{.fault = command.fault, .at = {}, .by = "gameday", .error = {}};
      lifted.at.low = sim.m_clock.now();
      for (const Error& error : sim.m_executor->revert_each(fault.plan.changes)) {
        if (error.kind != ErrorKind::absent) lifted.error += error.text();
      }
      lifted.at.high = sim.m_clock.now();
      return lifted;
    });
  }
  void operator()(const commands::RevertRest& /*none*/) const { revert(&Change::on_death); }
  void operator()(const commands::RevertForAbort& /*none*/) const { revert(&Change::on_abort); }
  void revert(Fate Change::* fate) const {
    sim.deed(
        [this, fate]() -> EventBody { return events::Reverted{sim.m_executor->revert_all(fate)}; });
  }
  void operator()(const commands::LookAtGate& command) const {
    sim.deed([this, &command]() -> EventBody {
      take(10ms);
      return events::GateLooked{command.gate, GateState::open, ""};
    });
  }
  void operator()(const commands::TakeBackFailback& /*none*/) const {
    sim.deed([]() -> EventBody { return events::FailbackTakenBack{}; });
  }
  void operator()(const commands::StopSamplers& /*none*/) const {}
  void operator()(const commands::Finish& command) const {
    sim.m_story.finish = command;
    sim.tell(command.how);
  }
  void operator()(const commands::Tell& command) const { sim.tell(command.event); }
};

}  // namespace gameday::sim
