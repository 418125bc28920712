// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/params.hpp"
#include "base/units.hpp"

namespace gameday {

/// A page that must come, or must not, as a drill writes it.
struct AlertSpec {
  std::string name;                           ///< of the alert, as the monitor calls it
  std::map<std::string, std::string> labels;  ///< that it must carry, with these values
  std::string monitor;                        ///< of the inventory
  std::string receiver;                       ///< whom it must reach; empty = anybody
  std::optional<Duration> within;             ///< from the onset
  std::optional<Duration> resolves_within;    ///< after the heal
  bool must_not = false;
  Params params;  ///< of the monitor's kind
};

}  // namespace gameday
