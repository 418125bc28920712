// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "lab/site.hpp"

namespace gameday::lab {

/// The zone that it serves.
inline constexpr const char* k_pdns_zone = "pd.lab";

/// Where the key of its API lies.
[[nodiscard]] std::filesystem::path api_key_file(const Site& site);

/// Its configuration, with the key in it.
[[nodiscard]] std::string pdns_configuration(const Site& site);

/// The zone as it begins: shop (5 s) and slow (20 s) are in region A.
[[nodiscard]] std::string pdns_zone();

}  // namespace gameday::lab
