// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/panel.hpp"

#include <algorithm>

namespace gameday {

Panel::Panel(const PolicySpec& policy) : m_regions{policy.from, policy.to} {
  const auto add = [&](Meter::Of of, const std::map<std::string, GaugeSpec>& specs) {
    for (const auto& [name, spec] : specs) {
      for (const auto& [region, probes] : spec.probes) {
        for (const std::string& probe : probes) {
          std::vector<std::size_t>& fed = m_fed[probe];
          if (fed.empty() || fed.back() != m_meters.size()) fed.push_back(m_meters.size());
        }
        m_meters.push_back({of, name, region, spec, Gauge{spec}});
      }
    }
  };
  add(Meter::Of::layer, policy.layers);
  add(Meter::Of::veto, policy.vetoes);
}

void Panel::take(const HealthSignal& signal) {
  const auto fed = m_fed.find(signal.instrument);
  if (fed == m_fed.end()) return;
  for (const std::size_t index : fed->second) {
    Meter& meter = m_meters[index];
    const bool another = signal.region != meter.region &&
                         std::ranges::find(m_regions, signal.region) != m_regions.end();
    if (another) continue;
    meter.gauge.take(signal.at, signal.good);
  }
}

std::vector<const Meter*> Panel::look(Instant now) {
  std::vector<const Meter*> changed;
  for (Meter& meter : m_meters) {
    const Health before = meter.gauge.health();
    meter.gauge.look(now);
    if (meter.gauge.health() != before) changed.push_back(&meter);
  }
  return changed;
}

std::optional<Instant> Panel::next_change() const {
  std::optional<Instant> next;
  for (const Meter& meter : m_meters) {
    const std::optional<Instant> one = meter.gauge.next_change();
    if (one && (!next || *one < *next)) next = one;
  }
  return next;
}

std::vector<const Meter*> Panel::layers(std::string_view region) const {
  std::vector<const Meter*> found;
  for (const Meter& meter : m_meters) {
    if (meter.of == Meter::Of::layer && meter.region == region) found.push_back(&meter);
  }
  return found;
}

const Meter* Panel::veto(std::string_view name, std::string_view region) const {
  for (const Meter& meter : m_meters) {
    if (meter.of == Meter::Of::veto && meter.name == name && meter.region == region) return &meter;
  }
  return nullptr;
}

bool Panel::is_healthy(std::string_view region) const {
  const std::vector<const Meter*> all = layers(region);
  return !all.empty() && std::ranges::all_of(all, [](const Meter* meter) {
    return meter->gauge.health() == Health::up;
  });
}

}  // namespace gameday
