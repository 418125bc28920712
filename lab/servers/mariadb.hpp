// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "lab/site.hpp"

namespace gameday::lab {

/// The settings of the MariaDB on a host, "maria-a" or "maria-b".
[[nodiscard]] std::string maria_settings(const Site& site, std::string_view host);

/// What it does when it starts, a statement a line: region A's makes the accounts and the database,
/// which come to region B with everything else; region B's follows region A's.
[[nodiscard]] std::string maria_start(std::string_view host);

/// Whether what a server says of its replication (show slave status) is that it follows.
[[nodiscard]] bool replicates(std::string_view status);

}  // namespace gameday::lab
