// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/action.hpp"
#include "base/result.hpp"

namespace gameday {

/// Connects to a Unix socket of this machine, or to a numeric "address:port" (where it does not
/// begin with "/"), sends the text and gives all that is answered until
/// end of file as `out`, at most k_outcome_cap bytes of it. Blocks. What is longer than the cap is
/// read and dropped. Errors: failed (nobody listens there), bad_input (the path is too long for a
/// socket), timeout (sent, and the answer did not end: the state of the world is not known).
[[nodiscard]] Result<Outcome> exchange(const std::string& socket_path, std::string_view text,
                                       std::chrono::milliseconds deadline);

}  // namespace gameday
