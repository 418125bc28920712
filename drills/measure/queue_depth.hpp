// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/units.hpp"
#include "world/resp.hpp"

namespace gameday {

/// What a consumer group of a Redis stream has not done yet.
struct QueueDepth {
  std::int64_t backlog = 0;      ///< messages handed to nobody, and those not acknowledged
  std::string last_delivered;    ///< id of the last message that was handed to anybody
  std::string oldest_pending;    ///< id of the oldest that was not acknowledged; empty = none
  std::int64_t undelivered = 0;  ///< messages handed to nobody
  Duration now{};                ///< the server's clock, since 1970
};

/// Reads the replies to TIME, XINFO GROUPS <stream> and XPENDING <stream> <group>, in this order
/// (redis.io, XINFO GROUPS: `lag` since 7.0). Errors: bad_input, where there is no such group, or
/// the server cannot tell its lag.
[[nodiscard]] Result<QueueDepth> read_depth(const std::vector<RespReply>& replies,
                                            const std::string& group);

/// The age of the oldest message, from the ids of Redis, which begin with milliseconds since 1970;
/// `first_undelivered` is the reply to XRANGE <stream> (<last delivered> + COUNT 1. Zero where
/// nothing waits. Errors: bad_input.
[[nodiscard]] Result<Duration> oldest_age(const QueueDepth& depth,
                                          const RespReply& first_undelivered);

}  // namespace gameday
