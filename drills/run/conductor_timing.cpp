// SPDX-License-Identifier: Apache-2.0
// How long the conductor waits for what: pure functions of the plan.
#include <algorithm>
#include <fmt/format.h>

#include "drills/run/conductor.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr int k_baseline_samples = 100;

std::string seconds_left(Instant until, Instant now) {
  return format_seconds(std::max(Duration{0}, until - now), 0) + " s";
}

/// Those of a link that flaps come one after the other.
Instant last_end(const Plan& plan, const Moment& onset) {
  Instant end = onset.low;
  for (const PlannedFault& fault : plan.faults) {
    const Duration offset = fault.spec.after - plan.faults.front().spec.after;
    end = std::max(end, onset.low + offset + fault.spec.lasts);
  }
  return end;
}

/// Until the last page that is expected is late, as it is seen.
Duration longest_page(const Drill& drill) {
  constexpr Duration k_to_see_it = 500ms;
  Duration longest{};
  for (const AlertSpec& alert : drill.alerts) {
    const Duration taken_up = alert.params.get<Duration>("acknowledged_within");
    longest = std::max({longest, alert.within.value_or(Duration{0}), taken_up});
  }
  return longest == Duration{} ? longest : longest + k_to_see_it;
}

}  // namespace

Duration baseline_length(const Plan& plan) {
  Duration length = 5s;
  if (!plan.faults.empty()) length = std::max(length, plan.faults.front().spec.after);
  for (const ProbeSpec& probe : plan.drill().probes) {
    if (probe.judge) length = std::max(length, probe.every * k_baseline_samples);
  }
  return length;
}

std::vector<std::string> judged_instruments(const Plan& plan) {
  std::vector<std::string> names;
  for (const ProbeSpec& probe : plan.drill().probes) {
    if (probe.judge) names.push_back(probe.name);
  }
  for (const LedgerSpec& ledger : plan.drill().ledgers) {
    if (ledger.judge && ledger.from.empty()) names.push_back(ledger.name);
  }
  return names;
}

Instant ends_by(const Plan& plan, const Moment& onset) {
  if (plan.drill().is_to_stay()) return last_end(plan, onset);
  Duration lasts = plan.faults.empty() ? Duration{0} : plan.faults.front().spec.lasts;
  for (const PlannedFault& fault : plan.faults) lasts = std::min(lasts, fault.spec.lasts);
  return onset.low + lasts;
}

Instant watched_until(const Plan& plan, const Moment& onset) {
  Duration longest{};
  for (const auto& [name, layer] : plan.drill().policy->layers) {
    longest = std::max(longest, layer.window);
  }
  return ends_by(plan, onset) + plan.drill().policy->hold + longest;
}

Instant count_by(const Plan& plan, const Moment& onset) {
  const Instant end = ends_by(plan, onset);
  const Duration lasts = end - onset.low;
  Instant by = end - std::min<Duration>(2s, lasts / 10);
  const Drill& drill = plan.drill();
  const std::optional<Duration> rto = drill.objectives.rto;
  std::optional<Duration> give_up = drill.give_up_after;
  if (!give_up && rto) give_up = *rto * 2;
  if (!give_up) return by;
  // A recovery at the target itself must still have the time to be seen to hold.
  const Duration held = rto.value_or(Duration{0}) + drill.stable_for + drill.stable_for / 10;
  const Duration paged = longest_page(drill);
  const Duration until = std::max(std::max(*give_up, held), paged);
  return std::min(by, onset.low + until);
}

Duration failback_patience(const Plan& plan) {
  const auto& failback = plan.drill().failback;
  const Duration stable = plan.drill().stable_for;
  const Duration target = failback ? failback->objectives.rto.value_or(10s) : 10s;
  return std::max(2 * target, target + stable + stable / 10);
}

std::string expected_next(const Plan& plan, const ConductorState& state, Instant now) {
  switch (state.stage) {
    case Stage::preflight: return "the preflight's answer";
    case Stage::baseline:
      return fmt::format("a healthy baseline; {} to go",
                         seconds_left(state.stage_since + baseline_length(plan), now));
    case Stage::inject: return "the fault to be in force";
    case Stage::prove: return "proof that the fault bit";
    case Stage::watch:
      if (plan.drill().starts_by_policy()) {
        return state.policy.waiting ? plan.drill().policy->asks + "'s word"
                                    : "the decision of the policy";
      }
      return state.start_asked ? "your word to start the runbook" : "the signal that starts it";
    case Stage::fail_over:
      return state.running_steps.empty()
                 ? "the next step"
                 : fmt::format("step {}", fmt::join(state.running_steps, ", "));
    case Stage::recover:
      return fmt::format("a recovery that holds for {}, where anything fails; counting in {}",
                         format_duration(plan.drill().stable_for),
                         state.onset ? seconds_left(count_by(plan, *state.onset), now) : "?");
    case Stage::count: return "the ledgers, read in the surviving region";
    case Stage::fence: return "the old primary to be harmless";
    case Stage::heal: return "the faults to be gone";
    case Stage::settle:
      return fmt::format("quiet after the heal; {} to go",
                         seconds_left(state.stage_since + plan.drill().settle, now));
    case Stage::count_again: return "the ledgers, read once more";
    case Stage::fail_back:
      return state.running_steps.empty() ? "the way back" : "step " + *state.running_steps.begin();
    case Stage::verify: return "everything of ours to be gone";
    case Stage::finished: return "nothing";
  }
  return {};
}

}  // namespace gameday
