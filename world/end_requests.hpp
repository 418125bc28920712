// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world/fd.hpp"

namespace gameday {

/// Readable once somebody asks this process to end (TERM, INT, HUP), which from then on does not
/// end it by itself. Invalid where that cannot be. To be called before the first thread.
[[nodiscard]] UniqueFd end_requests();

}  // namespace gameday
