// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"

namespace gameday {

/// What the conductor wants done; the runner carries it out and answers with events.
namespace commands {
struct RunPreflight {};
struct JudgeBaseline {};
struct ApplyFault {
  std::string fault;
};
struct ProveFault {
  std::string fault;
};
struct StartStep {
  std::string step;
};
struct SettleWriters {};
struct ResumeWriters {};
struct ReadLedgers {
  events::Reading reading = events::Reading::after_failover;
};
struct RunFence {};
struct LookAtFence {};
struct LiftFault {
  std::string fault;
};
struct RevertRest {};      ///< everything else that is to be reverted at the end of a run
struct RevertForAbort {};  ///< all whose fate on_abort is revert, fence first where it must
struct StopSamplers {};
struct Finish {
  events::Finished how;
};
}  // namespace commands

/// The last one is an event of the conductor's own, to be recorded (StageEntered ...).
using Command =
    std::variant<commands::RunPreflight, commands::JudgeBaseline, commands::ApplyFault,
                 commands::ProveFault, commands::StartStep, commands::SettleWriters,
                 commands::ResumeWriters, commands::ReadLedgers, commands::RunFence,
                 commands::LookAtFence, commands::LiftFault, commands::RevertRest,
                 commands::RevertForAbort, commands::StopSamplers, commands::Finish, EventBody>;

/// All that the conductor knows. A value: copy it, compare it, replay it.
struct ConductorState;

}  // namespace gameday
