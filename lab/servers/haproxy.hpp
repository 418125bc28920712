// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "lab/site.hpp"

namespace gameday::lab {

/// Where the runtime API of the balancer listens.
[[nodiscard]] std::filesystem::path haproxy_socket(const Site& site);

/// Its configuration: shop over HTTP and PostgreSQL over TCP, each to one server named `active`.
[[nodiscard]] std::string haproxy_configuration(const Site& site);

}  // namespace gameday::lab
