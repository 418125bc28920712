// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "drills/definition/policy.hpp"
#include "drills/record/record.hpp"

namespace gameday {

/// One answer of a probe or to a write, or that none came, as the policy learns of it.
struct HealthSignal {
  Instant at{};                 ///< when it was known: the end of the request
  std::string_view instrument;  ///< the views point into the record
  std::string_view region;      ///< that answered; empty = not told
  bool good = false;
};

/// The names of all instruments that a policy looks at.
[[nodiscard]] std::set<std::string, std::less<>> instruments_of(const PolicySpec& policy);

/// The recorded samples and writes of all instruments that a policy looks at, by the time when they
/// were known; at one time by instrument.
[[nodiscard]] std::vector<HealthSignal> signals_of(const Record& record, const PolicySpec& policy);

}  // namespace gameday
