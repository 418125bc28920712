// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "lab/site.hpp"

namespace gameday::lab {

/// The name by which the sentinels know the pair of Redis.
inline constexpr std::string_view k_redis_pair = "jobs";

/// The configuration of the sentinel on a host: "sentinel", "sentinel-a" or "sentinel-b". Two of
/// the three must agree that the master is down.
[[nodiscard]] std::string sentinel_configuration(const Site& site, std::string_view host);

/// Whether what a sentinel says of the pair (SENTINEL MASTER) is that it knows the replica and both
/// of the other sentinels.
[[nodiscard]] bool knows_all(std::string_view master);

}  // namespace gameday::lab
