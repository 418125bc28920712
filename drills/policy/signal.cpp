// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/signal.hpp"

#include <algorithm>

namespace gameday {

std::set<std::string, std::less<>> instruments_of(const PolicySpec& policy) {
  std::set<std::string, std::less<>> names;
  for (const auto* group : {&policy.layers, &policy.vetoes}) {
    for (const auto& [name, gauge] : *group) {
      for (const auto& [region, probes] : gauge.probes) names.insert(probes.begin(), probes.end());
    }
  }
  return names;
}

std::vector<HealthSignal> signals_of(const Record& record, const PolicySpec& policy) {
  std::vector<HealthSignal> signals;
  for (const std::string& name : instruments_of(policy)) {
    if (const auto probe = record.probes.find(name); probe != record.probes.end()) {
      for (const Sample& sample : probe->second) {
        signals.push_back({sample.done, probe->first, sample.region, sample.good});
      }
    }
    if (const auto ledger = record.ledgers.find(name); ledger != record.ledgers.end()) {
      for (const Write& write : ledger->second.writes) {
        const bool good = write.result == WriteResult::acknowledged;
        signals.push_back({write.done, ledger->first, write.region, good});
      }
    }
  }
  std::ranges::stable_sort(signals, {}, &HealthSignal::at);
  return signals;
}

}  // namespace gameday
