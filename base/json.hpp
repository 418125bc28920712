// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace gameday {

/// Documents keep the order in which they were written; include <nlohmann/json.hpp> to use one.
using Json = nlohmann::ordered_json;

}  // namespace gameday
