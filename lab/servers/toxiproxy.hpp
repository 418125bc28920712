// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "lab/site.hpp"

namespace gameday::lab {

/// Names the server's program where it is not beside gameday; Debian has no package of it.
inline constexpr const char* k_toxiproxy_variable = "GAMEDAY_TOXIPROXY";

/// The program: the one of the variable, or beside gameday.
[[nodiscard]] std::filesystem::path toxiproxy_program(const Site& site);

/// Its proxies: one, `shop`, in front of the balancer.
[[nodiscard]] std::string toxiproxy_configuration();

}  // namespace gameday::lab
