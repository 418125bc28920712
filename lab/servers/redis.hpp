// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "lab/site.hpp"

namespace gameday::lab {

/// The configuration of the Redis on a host, "queue-a" or "queue-b". Region B's follows region A's.
[[nodiscard]] std::string redis_configuration(const Site& site, std::string_view host);

/// Whether what a replica says of its replication (INFO replication) is that it follows.
[[nodiscard]] bool follows(std::string_view replication);

}  // namespace gameday::lab
