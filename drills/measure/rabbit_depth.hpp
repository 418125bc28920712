// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/units.hpp"

namespace gameday {

/// What a queue of RabbitMQ holds.
struct RabbitDepth {
  std::int64_t backlog = 0;  ///< messages handed to nobody, and those not acknowledged
  /// Age of the first message; nothing where publishers do not set the property `timestamp`, by
  /// which alone the broker knows it. Whole seconds, by the broker's clock.
  std::optional<Duration> oldest = {};
};

/// What of a queue its management API is asked for: "messages,head_message_timestamp".
inline constexpr std::string_view k_rabbit_columns = "messages,head_message_timestamp";

/// Reads the answer to GET /api/queues/<vhost>/<name> and its header `Date` (rabbitmq.com,
/// Management HTTP API). Errors: bad_input, also where the broker has not counted yet.
[[nodiscard]] Result<RabbitDepth> read_rabbit_depth(const std::string& body,
                                                    const std::string& date);

/// What is too much about it; empty = nothing. Without `max_age` no age is asked for; with it, one
/// that is not known is too old.
[[nodiscard]] std::string find_excess(const RabbitDepth& depth, std::int64_t max_backlog,
                                      std::optional<Duration> max_age);

}  // namespace gameday
