// SPDX-License-Identifier: Apache-2.0
#include "drills/score/phase_sum.hpp"

#include <algorithm>

#include "runbooks/ways.hpp"

namespace gameday {
namespace {

Moment later(const Moment& a, const Moment& b) {
  return {std::max(a.low, b.low), std::max(a.high, b.high)};
}

}  // namespace

Moment earlier(const Moment& a, const Moment& b) {
  return {std::min(a.low, b.low), std::min(a.high, b.high)};
}

Boundary steps_done(const std::vector<StepSpec>& steps, const std::string& fence,
                    const Facts& facts, std::string_view phase, bool (*picks)(const StepSpec&)) {
  Boundary boundary{phase, false, std::nullopt};
  for (const StepSpec& step : steps) {
    if (!picks(step) || step.name == fence) continue;
    const auto found = facts.steps.find(step.name);
    const bool begun = found != facts.steps.end();
    if (!begun && is_on_branch(steps, step.name)) continue;
    const bool done = begun && found->second.state == events::StepState::done;
    if (boundary.expected && !boundary.event) continue;
    boundary.expected = true;
    boundary.event.reset();
    if (done) boundary.event = Moment{*found->second.ended, *found->second.ended};
  }
  return boundary;
}

std::vector<PhaseScore> add_up(const Moment& onset, const std::vector<Boundary>& all) {
  std::vector<PhaseScore> phases;
  const std::optional<Moment> recovered = all.back().event;
  Moment previous = onset;
  bool known = true;  // the end of the phase before is known
  for (const Boundary& boundary : all) {
    PhaseScore phase{std::string{boundary.phase}, std::nullopt, std::nullopt};
    if (boundary.expected && !boundary.event) known = false;
    if (boundary.event) {
      Moment end = later(previous, *boundary.event);
      if (recovered) end = earlier(end, *recovered);
      phase.end = between(onset, end);
      if (known) phase.start = between(onset, previous);
      if (!known) phases.push_back({"unattributed", between(onset, previous), phase.end});
      previous = end;
      known = true;
    }
    phases.push_back(std::move(phase));
  }
  return phases;
}

}  // namespace gameday
