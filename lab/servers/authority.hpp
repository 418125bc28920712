// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "lab/site.hpp"

namespace gameday::lab {

/// The zone that it serves, whose records may be changed with the key.
inline constexpr const char* k_dynamic_zone = "dr.lab";
/// The name of the key that updates are signed with, by hmac-sha256.
inline constexpr const char* k_update_key = "gameday";

/// Where the key's secret lies, in base 64 as servers and clients of the DNS write it.
[[nodiscard]] std::filesystem::path update_key_file(const Site& site);

/// Its configuration, with the key in it.
[[nodiscard]] std::string authority_configuration(const Site& site);

/// The zone as it begins: shop (5 s), slow (20 s) and orders (5 s) are in region A.
[[nodiscard]] std::string dynamic_zone();

}  // namespace gameday::lab
