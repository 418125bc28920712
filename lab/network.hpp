// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "lab/site.hpp"

namespace gameday::lab {

/// Makes the zones, the router between them and every address, and waits until all of it is there.
/// Only in a lab's own namespaces, with tmpfs on /run. Errors: failed, with what `ip` said.
[[nodiscard]] Result<void> build_network(const Site& site);

}  // namespace gameday::lab
