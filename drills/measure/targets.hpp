// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/inventory.hpp"
#include "base/network.hpp"

namespace gameday {

/// What a probe is aimed at.
struct Target {
  Endpoint at;
  std::string region;  ///< of the host; empty = not known
};

/// Reads a host of the inventory ("region-b.db", or by its name) or "address:port". The region of
/// an address is that of the host which has it. Errors: bad_input.
[[nodiscard]] Result<Target> find_target(const Inventory& inventory, const std::string& text);

}  // namespace gameday
