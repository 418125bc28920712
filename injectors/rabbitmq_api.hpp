// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/action.hpp"
#include "base/inventory.hpp"

namespace gameday {

/// A name as it stands in a path of the management API: the vhost "/" is written %2F.
[[nodiscard]] std::string in_path(const std::string& name);

/// "/queues/%2F/orders" of the inventory's queue.
[[nodiscard]] std::string queue_path(const Queue& queue);

/// The value of the header Authorization: what the inventory's `password` refers to, as a whole
/// ("Basic ..."), else that of guest:guest, which RabbitMQ takes from its own host only.
[[nodiscard]] Arg authorization_of(const Queue& queue);

/// A request to the management API, sent from this host; `path` comes after the inventory's `api`.
[[nodiscard]] Action ask_rabbitmq(const Queue& queue, const std::string& host, std::string method,
                                  const std::string& path, Text body = {});

}  // namespace gameday
