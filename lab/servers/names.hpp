// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gameday::lab {

/// The hosts file of the lab's resolver: the service's names at the balancer, and every host's.
[[nodiscard]] std::string hosts_file();

}  // namespace gameday::lab
