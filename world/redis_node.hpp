// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/action.hpp"
#include "base/result.hpp"
#include "world/resp.hpp"
#include "world/sql.hpp"

namespace gameday {

/// One command to a Redis server over the control path: connects, introduces itself where the
/// server has a password, asks, and hangs up. `server.host` = the path of its Unix socket, or a
/// numeric address. Blocks. What the server refuses is an outcome that is not ok, with its words in
/// err. Errors: failed (nobody listens there), timeout (whether it was done is not known),
/// bad_input (what it answered is no reply within the limits of resp.hpp).
[[nodiscard]] Result<Outcome> run_redis(const SqlServer& server,
                                        const std::vector<std::string>& words,
                                        std::chrono::milliseconds deadline);

/// A reply as rows: each item of a list is a row, a list within it is that row's cells; anything
/// else is one row of one cell. An error is not ok.
[[nodiscard]] Outcome redis_outcome(const RespReply& reply);

}  // namespace gameday
