// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/action.hpp"
#include "drills/guard/config.hpp"

namespace gameday {

/// What is to be asked, from this machine.
[[nodiscard]] Action ask(const IncidentCheck& check);

/// Why no drill may start, by what the question came to; empty = all is well. What could not be
/// asked is no good news.
[[nodiscard]] std::string find_incident(const IncidentCheck& check, const Result<Outcome>& answer);

/// "status page (http http://status/): 200", in one line, for plans.
[[nodiscard]] std::string describe(const IncidentCheck& check);

/// For the query of a URL: everything but letters, digits and "-._~" as %XX (RFC 3986, 2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace gameday
