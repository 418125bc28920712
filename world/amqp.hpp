// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/network.hpp"
#include "base/result.hpp"
#include "base/units.hpp"

namespace gameday {

/// As whom a broker is spoken to.
struct AmqpLogin {
  std::string user = "guest";
  std::string password = "guest";
};

/// Reads the value of a header `Authorization`, "Basic <base 64 of user:password>". Errors:
/// bad_input, without a word of it.
[[nodiscard]] Result<AmqpLogin> read_basic_login(std::string_view header);

/// A consumer that takes all that a queue hands out, before others do, and acknowledges nothing.
struct AmqpHold {
  Endpoint broker;
  AmqpLogin login;
  std::string vhost = "/";
  std::string queue;
  std::string tag;  ///< of the consumer, as the broker lists it
  int priority =
      0;  ///< x-priority: the highest is served first (rabbitmq.com, Consumer Priorities)
  Duration lifetime{};  ///< at most
};

/// Subscribes by AMQP 0-9-1, without a prefetch limit, tells `begun` once the broker has it, and
/// holds what is handed out until the lifetime is over or `end` is readable; then the broker hands
/// it to others again. Errors: absent (no such queue), refused (the broker does not let us),
/// failed, also where the connection is lost.
[[nodiscard]] Result<void> hold_messages(const AmqpHold& hold, int end,
                                         const std::function<void()>& begun);

}  // namespace gameday
