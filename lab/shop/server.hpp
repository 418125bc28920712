// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "lab/shop/service.hpp"

namespace gameday::shop {

/// Serves HTTP on a port of every address, IPv4 and IPv6, until the process is ended. `region` is
/// told in the header X-Region of each answer. Errors: failed, when the port cannot be had.
[[nodiscard]] Result<void> serve(std::uint16_t port, const std::string& region, Service& service);

}  // namespace gameday::shop
