// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/replay.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace gameday {
namespace {

/// When a fault may have been in force: from the earliest onset to the latest end.
struct InForce {
  std::string fault;
  Instant from{};
  Instant until = Instant::max();
};

std::vector<InForce> faults_in_force(const Record& record) {
  std::vector<InForce> found;
  for (const Event& event : record.events) {
    if (const auto* applied = std::get_if<events::FaultApplied>(&event.body)) {
      if (applied->error.empty()) found.push_back({applied->fault, applied->onset.low});
    } else if (const auto* lifted = std::get_if<events::FaultLifted>(&event.body)) {
      if (!lifted->error.empty()) continue;
      const auto fault = std::ranges::find(found, lifted->fault, &InForce::fault);
      if (fault != found.end()) fault->until = std::min(fault->until, lifted->at.high);
    }
  }
  return found;
}

/// Who overrode the policy, and when.
std::vector<PolicyHandover> handovers_of(const Record& record) {
  std::vector<PolicyHandover> found;
  for (const Event& event : record.events) {
    const auto* overridden = std::get_if<events::PolicyOverridden>(&event.body);
    if (overridden != nullptr) found.push_back({event.at, overridden->person});
  }
  return found;
}

bool any_at(const std::vector<InForce>& faults, Instant at) {
  return std::ranges::any_of(
      faults, [&](const InForce& fault) { return fault.from <= at && at <= fault.until; });
}

/// The first step that sends the traffic elsewhere, once it is done.
std::optional<RealShift> shift_by_runbook(const Record& record) {
  for (const Event& event : record.events) {
    const auto* moved = std::get_if<events::StepMoved>(&event.body);
    if (moved == nullptr || moved->state != events::StepState::done) continue;
    const auto& steps = record.definition.runbook.steps;
    const auto step = std::ranges::find(steps, moved->step, &StepSpec::name);
    if (step == steps.end() || step->kind != "traffic") continue;
    return RealShift{event.at, fmt::format("the step `{}`", moved->step)};
  }
  return std::nullopt;
}

/// The first answer from the other region to somebody who was to be answered by the first.
std::optional<RealShift> shift_as_seen(const PolicySpec& policy,
                                       std::span<const HealthSignal> signals) {
  std::set<std::string_view> asked;
  for (const auto& [name, layer] : policy.layers) {
    const auto probes = layer.probes.find(policy.from);
    if (probes != layer.probes.end()) asked.insert(probes->second.begin(), probes->second.end());
  }
  for (const HealthSignal& signal : signals) {
    if (!signal.good || signal.region != policy.to || !asked.contains(signal.instrument)) continue;
    return RealShift{signal.at, "the system, as clients saw it"};
  }
  return std::nullopt;
}

/// Whether the record shows enough layers of the region, at a time that counts, to decide at all.
bool shows_enough(const PolicySpec& policy, std::span<const HealthSignal> signals,
                  const std::vector<InForce>& when) {
  std::set<std::string_view> told;
  for (const HealthSignal& signal : signals) {
    if (signal.region == policy.to) continue;
    if (when.empty() || any_at(when, signal.at)) told.insert(signal.instrument);
  }
  std::set<std::string_view> layers;
  for (const auto& [name, layer] : policy.layers) {
    const auto probes = layer.probes.find(policy.from);
    if (probes == layer.probes.end()) continue;
    const bool any = std::ranges::any_of(
        probes->second, [&](const std::string& probe) { return told.contains(probe); });
    if (any) layers.insert(name);
  }
  return static_cast<std::int64_t>(layers.size()) >= policy.at_least &&
         std::ranges::all_of(policy.necessary,
                             [&](const std::string& layer) { return layers.contains(layer); });
}

void judge(Replay& made, Verdict verdict, std::string reason) {
  made.verdict = verdict;
  made.why = std::move(reason);
}

void judge_all(Replay& made, bool enough, bool damaged) {
  const std::size_t wrong = made.false_shifts();
  if (damaged) {
    judge(made, Verdict::unknown, "the record is damaged");
  } else if (!enough) {
    judge(made, Verdict::unknown, "too few layers have signals where it matters");
  } else if (wrong > 0) {
    judge(made, Verdict::missed,
          fmt::format("{} of {} decided falsely", wrong, made.decisions.shifts.size()));
  } else if (made.first() != nullptr) {
    judge(made, Verdict::met, "decided while a fault was in force");
  } else if (made.expect == Expected::stay) {
    judge(made, Verdict::met, "no shift was decided, as it should be");
  } else if (made.quiet) {
    judge(made, Verdict::unknown, "no fault was ever in force");
  } else {
    judge(made, Verdict::missed, "a fault was in force, and no shift was decided");
  }
}

}  // namespace

std::size_t Replay::false_shifts() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(falsely, [](const std::string& reason) { return !reason.empty(); }));
}

const PolicyShift* Replay::first() const {
  for (std::size_t i = 0; i < decisions.shifts.size(); ++i) {
    if (falsely[i].empty()) return &decisions.shifts[i];
  }
  return nullptr;
}

Replay replay(const Record& record, const PolicySpec& policy) {
  const std::vector<HealthSignal> signals = signals_of(record, policy);
  const std::vector<InForce> faults = faults_in_force(record);
  Replay made;
  made.run = record.run;
  made.drill = record.definition.drill.name;
  if (!record.events.empty()) made.origin = record.events.front().at;
  made.expect = policy.expect;
  made.quiet = policy.expect == Expected::stay || faults.empty();
  made.decisions = decide(policy, signals, made.origin, handovers_of(record));
  for (const PolicyShift& shift : made.decisions.shifts) {
    made.falsely.emplace_back(policy.expect == Expected::stay ? "the policy expects no shift"
                              : any_at(faults, shift.at)      ? ""
                                                              : "no fault was in force");
  }
  made.real = shift_by_runbook(record);
  if (!made.real) made.real = shift_as_seen(policy, signals);
  const bool calm = policy.expect == Expected::stay;
  judge_all(made, shows_enough(policy, signals, calm ? std::vector<InForce>{} : faults),
            !record.damage.empty());
  return made;
}

}  // namespace gameday
