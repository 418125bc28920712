// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/inventory.hpp"
#include "base/params.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// A service of the inventory and the host that it runs on.
struct ServiceTarget {
  const Service* service = nullptr;
  const Host* host = nullptr;
};

/// What the parameter `service` names. Errors: bad_input; also where the whole host would be hit (a
/// slice or scope that holds everything), or a path could lead elsewhere.
[[nodiscard]] Result<ServiceTarget> service_target(const Params& params, const FaultScope& scope);

}  // namespace gameday
