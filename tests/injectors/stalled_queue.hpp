// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include "injectors/injectors.hpp"

namespace gameday::fakes {

/// Two nodes of one Redis queue, and a RabbitMQ queue.
inline Inventory queues() {
  Inventory made;
  for (const char* name : {"queue-a", "queue-b", "rabbit-a"}) {
    Host host;
    host.name = name;
    made.hosts[name] = host;
  }
  Queue jobs;
  jobs.name = "jobs";
  jobs.stream = "jobs";
  jobs.group = "workers";
  jobs.nodes["queue-a"] = {"queue-a", "region-a", "/run/a.sock"};
  jobs.nodes["queue-b"] = {"queue-b", "region-b", "/run/b.sock"};
  made.queues["jobs"] = jobs;
  Queue mail;
  mail.name = "mail";
  mail.kind = "rabbitmq";
  mail.api = "http://10.77.1.40:15672/api";
  mail.stream = "mail.out";
  mail.nodes["rabbit-a"] = {"rabbit-a", "region-a", "10.77.1.40:5672"};
  made.queues["mail"] = mail;
  return made;
}

/// Planned by the kind queue_stall for these queues, lifted after 18 s at the latest.
inline Result<FaultPlan> plan_stall(const std::map<std::string, std::string>& params,
                                    const Inventory& inventory) {
  Params given;
  for (const auto& [key, value] : params) given.set(key, value);
  return k_injector_queue_stall.plan(given, {.run_id = "1a2b3c4d",
                                             .fault = "stall",
                                             .inventory = inventory,
                                             .expires_after = std::chrono::seconds{18}});
}

}  // namespace gameday::fakes
