// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/inventory.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// One node of a queue and how it is to be stalled.
struct Stall {
  const FaultScope& scope;
  const Queue& queue;
  const QueueNode& node;
  const Host& host;  ///< of the node
  std::string how;   ///< as the parameter `how`
  std::string user;  ///< Redis: whose right is taken
};

/// The changes that stall a Redis stream: writes paused by the server itself, or a right taken from
/// a user by ACL (redis.io, CLIENT PAUSE, ACL SETUSER). Errors: bad_input.
[[nodiscard]] Result<FaultPlan> stall_redis(const Stall& stall);

/// The change that makes RabbitMQ refuse what is published to the queue, by a policy of ours above
/// all others, through its management API (rabbitmq.com, Policies, max-length overflow behaviour);
/// or that starves its consumers, by one of ours with a higher priority, which has no prefetch
/// limit and never acknowledges (rabbitmq.com, Consumer Priorities). Errors: bad_input.
[[nodiscard]] Result<FaultPlan> stall_rabbitmq(const Stall& stall);

}  // namespace gameday
