// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "drills/policy/gauge.hpp"
#include "drills/policy/signal.hpp"

namespace gameday {

/// One gauge with what it is of.
struct Meter {
  enum class Of { layer, veto };

  Of of = Of::layer;
  std::string name;  ///< of the layer or the veto
  std::string region;
  GaugeSpec spec;
  Gauge gauge;
};

/// All gauges of a policy, one for each layer or veto and region that has probes.
class Panel {
 public:
  explicit Panel(const PolicySpec& policy);

  /// Hands a signal to the meters that it tells of. What the policy's other region answered tells
  /// nothing of the meter's own; a name that is neither region's is no hint.
  void take(const HealthSignal& signal);
  /// Moves on to `now`; gives the meters whose health changed.
  [[nodiscard]] std::vector<const Meter*> look(Instant now);
  /// The first instant after the last look at which time alone may change a meter.
  [[nodiscard]] std::optional<Instant> next_change() const;

  /// The layers of a region, in the order of their names.
  [[nodiscard]] std::vector<const Meter*> layers(std::string_view region) const;
  /// The meter of a veto for a region, or null.
  [[nodiscard]] const Meter* veto(std::string_view name, std::string_view region) const;
  /// Every layer of the region is up, and there is one.
  [[nodiscard]] bool is_healthy(std::string_view region) const;

 private:
  std::array<std::string, 2> m_regions;
  std::vector<Meter> m_meters;
  std::map<std::string, std::vector<std::size_t>, std::less<>> m_fed;  ///< meters by instrument
};

}  // namespace gameday
