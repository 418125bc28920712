// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gameday::lab {

/// One try to place an order from the world through the balancer, as a customer would; the same
/// order each time. True = it was acknowledged. Takes at most a second and a half.
[[nodiscard]] bool place_first_order();

}  // namespace gameday::lab
