// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/targets.hpp"

namespace gameday {

Result<Target> find_target(const Inventory& inventory, const std::string& text) {
  if (const Host* host = inventory.find_host(text)) {
    if (host->address.empty() || host->port == 0) {
      return fail(ErrorKind::bad_input, "aim at", text, "the host has no address and port",
                  "give them in the inventory");
    }
    return Target{{host->address, host->port}, host->region};
  }
  auto endpoint = parse_endpoint(text);
  if (!endpoint) {
    return fail(ErrorKind::bad_input, "aim at", text,
                "it is neither a host of the inventory nor address:port");
  }
  Target target{std::move(*endpoint), {}};
  for (const auto& [name, host] : inventory.hosts) {
    if (host.address == target.at.address && host.port == target.at.port) {
      target.region = host.region;
    }
  }
  return target;
}

}  // namespace gameday
