// SPDX-License-Identifier: Apache-2.0
// The deeds of the way back that the runbook's steps do not do; they block, and run on the workers.
#include "drills/run/reconciling.hpp"
#include "drills/run/runner.hpp"

namespace gameday {

events::GateLooked Runner::look_at_gate(const PlannedGate& gate) {
  if (!gate.plan.stranded) return look_at(m_world->performer, m_setup.world.clock, gate);
  return reconcile_all(m_setup.world.prompt, m_folder, plan(), gate,
                       [this](const events::Reconciled& done) { post(done); });
}

events::FailbackTakenBack Runner::take_back_failback() {
  return take_back(*m_executor, *m_journal, plan());
}

}  // namespace gameday
