// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

#include "base/result.hpp"

namespace gameday {

/// What came of a TCP connect; the numbers are the exit statuses of `gameday dial`.
enum class Dialled {
  connected = 0,
  refused = 1,    ///< answered by a reset
  timed_out = 2,  ///< no answer, as in a blackhole
  failed = 3,     ///< anything else, for instance no route
};

/// Connects to "address:port" from the calling thread's network and closes at once. Blocks.
/// With `from` it comes from that address of this host. Errors: bad_input (no such address).
[[nodiscard]] Result<Dialled> dial(std::string_view endpoint, std::chrono::milliseconds deadline,
                                   std::string_view from = {});

}  // namespace gameday
