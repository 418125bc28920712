// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "lab/site.hpp"

namespace gameday::lab {

/// The configuration of the broker: AMQP on 5672 and the management API on 15672, for the account
/// `guest` from anywhere in the lab.
[[nodiscard]] std::string rabbit_configuration();

/// Its environment: everything of its own lies in its folder, and its name service stays at home.
[[nodiscard]] std::vector<std::string> rabbit_environment(const Site& site);

}  // namespace gameday::lab
