// SPDX-License-Identifier: Apache-2.0
#include "drills/run/baseline.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/measure/outage.hpp"
#include "drills/run/conductor.hpp"

namespace gameday {
namespace {

using Reasons = std::vector<std::string>;

double to_ms(Duration value) { return to_seconds(value) * 1000; }

void judge_instruments(const Plan& plan, const BaselineEvidence& evidence, Reasons& reasons) {
  constexpr std::size_t k_least = 50;
  for (const std::string& name : judged_instruments(plan)) {
    const auto found = evidence.samples.find(name);
    const Window window = found == evidence.samples.end()
                              ? Window{}
                              : look_at(found->second, evidence.from, evidence.to);
    if (window.count < k_least) {
      reasons.push_back(fmt::format("{} gave only {} samples", name, window.count));
      continue;
    }
    const double share = static_cast<double>(window.good) / static_cast<double>(window.count);
    if (share < plan.drill().availability) {
      reasons.push_back(fmt::format("{} was good in only {:.1f} % of {} samples", name, share * 100,
                                    window.count));
    }
  }
}

void judge_replication(const Plan& plan, const BaselineEvidence& evidence, Reasons& reasons) {
  constexpr std::chrono::seconds k_lag_of_zero_target{1};
  for (const PlannedLedger& ledger : plan.ledgers) {
    const auto seen = evidence.replication.find(ledger.spec.database);
    if (seen == evidence.replication.end()) continue;
    const auto target = plan.drill().objectives.rpo.find(ledger.spec.data_class);
    if (!seen->second.error.empty()) {
      reasons.push_back("replication of " + seen->first + ": " + seen->second.error);
    } else if (!seen->second.streams) {
      reasons.push_back("the standby of " + seen->first + " does not stream");
    } else if (target != plan.drill().objectives.rpo.end()) {
      const Duration limit = std::max<Duration>(target->second, k_lag_of_zero_target);
      if (seen->second.lag.value_or(Duration{0}) > limit) {
        reasons.push_back(fmt::format("the standby of {} lags {}", seen->first,
                                      format_duration(*seen->second.lag)));
      }
    }
  }
}

/// An alert that fires already could not be told from the one that the fault is to raise.
void judge_alerts(const BaselineEvidence& evidence, Reasons& reasons) {
  for (const AlertNow& alert : evidence.alerts) {
    const std::string why = fmt::format("{}", fmt::join(alert.why, "; "));
    if (alert.state == AlertState::silent) continue;
    if (alert.state == AlertState::unreachable) {
      reasons.push_back(fmt::format("whether the alert {} fires could not be asked of {}: {}",
                                    alert.name, alert.monitor, why));
    } else {
      reasons.push_back(fmt::format("the alert {} fires already ({}){}", alert.name,
                                    to_string(alert.state), why.empty() ? "" : ": " + why));
    }
  }
}

}  // namespace

std::string serving_region(const std::map<std::string, Samples>& samples, Instant from,
                           Instant to) {
  std::map<std::string, std::size_t> votes;
  for (const auto& [name, series] : samples) {
    for (const Sample& sample : series) {
      if (sample.good && !sample.region.empty() && sample.sent >= from && sample.sent < to) {
        ++votes[sample.region];
      }
    }
  }
  const auto most =
      std::ranges::max_element(votes, {}, [](const auto& entry) { return entry.second; });
  return most == votes.end() ? std::string{} : most->first;
}

events::BaselineJudged judge_baseline(const Plan& plan, const BaselineEvidence& evidence) {
  events::BaselineJudged judged;
  judge_instruments(plan, evidence, judged.reasons);
  judge_replication(plan, evidence, judged.reasons);
  judge_alerts(evidence, judged.reasons);
  if (!evidence.survivor_answers) {
    judged.reasons.push_back("the surviving region " + plan.surviving_region +
                             " does not answer directly");
  }
  std::map<std::string, Samples> clients;
  Samples all;
  for (const std::string& name : judged_instruments(plan)) {
    const auto found = evidence.samples.find(name);
    if (found == evidence.samples.end()) continue;
    clients[name] = found->second;
    all.insert(all.end(), found->second.begin(), found->second.end());
  }
  judged.serving = serving_region(clients, evidence.from, evidence.to);
  if (breaks_a_region(plan) && !judged.serving.empty() && judged.serving != plan.broken_region) {
    judged.reasons.push_back(fmt::format("{} serves the clients, not {}, the region to be broken",
                                         judged.serving, plan.broken_region));
  }
  std::ranges::stable_sort(all, {}, &Sample::sent);
  const Window window = look_at(all, evidence.from, evidence.to);
  if (window.good > 0) {
    judged.p50_ms = to_ms(window.p50);
    judged.p99_ms = to_ms(window.p99);
  }
  judged.held = judged.reasons.empty();
  return judged;
}

}  // namespace gameday
