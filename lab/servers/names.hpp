// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gameday::lab {

/// The hosts file of the lab's resolver: the service's names at the balancer, and every host's.
[[nodiscard]] std::string hosts_file();

/// Whether a host of the world answers questions for names, whatever it says. Quick.
[[nodiscard]] bool answers_names(std::string_view host);

}  // namespace gameday::lab
