// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/panel.hpp"

#include <algorithm>

namespace gameday {

Panel::Panel(const PolicySpec& policy) : m_regions{policy.from, policy.to} {
  const auto add = [&](Dial::Of of, const std::map<std::string, GaugeSpec>& specs) {
    for (const auto& [name, spec] : specs) {
      for (const auto& [region, probes] : spec.probes) {
        for (const std::string& probe : probes) {
          std::vector<std::size_t>& fed = m_fed[probe];
          if (fed.empty() || fed.back() != m_dials.size()) fed.push_back(m_dials.size());
        }
        m_dials.push_back({of, name, region, spec, Gauge{spec}});
      }
    }
  };
  add(Dial::Of::layer, policy.layers);
  add(Dial::Of::veto, policy.vetoes);
}

void Panel::take(const HealthSignal& signal) {
  const auto fed = m_fed.find(signal.instrument);
  if (fed == m_fed.end()) return;
  for (const std::size_t index : fed->second) {
    Dial& dial = m_dials[index];
    const bool another = signal.region != dial.region &&
                         std::ranges::find(m_regions, signal.region) != m_regions.end();
    if (another) continue;
    dial.gauge.take(signal.at, signal.good);
  }
}

std::vector<const Dial*> Panel::look(Instant now) {
  std::vector<const Dial*> changed;
  for (Dial& dial : m_dials) {
    const Health before = dial.gauge.health();
    dial.gauge.look(now);
    if (dial.gauge.health() != before) changed.push_back(&dial);
  }
  return changed;
}

std::optional<Instant> Panel::next_change() const {
  std::optional<Instant> next;
  for (const Dial& dial : m_dials) {
    const std::optional<Instant> one = dial.gauge.next_change();
    if (one && (!next || *one < *next)) next = one;
  }
  return next;
}

std::vector<const Dial*> Panel::layers(std::string_view region) const {
  std::vector<const Dial*> found;
  for (const Dial& dial : m_dials) {
    if (dial.of == Dial::Of::layer && dial.region == region) found.push_back(&dial);
  }
  return found;
}

const Dial* Panel::veto(std::string_view name, std::string_view region) const {
  for (const Dial& dial : m_dials) {
    if (dial.of == Dial::Of::veto && dial.name == name && dial.region == region) return &dial;
  }
  return nullptr;
}

bool Panel::is_healthy(std::string_view region) const {
  const std::vector<const Dial*> all = layers(region);
  return !all.empty() && std::ranges::all_of(all, [](const Dial* dial) {
    return dial->gauge.health() == Health::up;
  });
}

}  // namespace gameday
