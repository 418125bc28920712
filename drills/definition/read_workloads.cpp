// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_workloads.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/network.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 2> k_queues{"redis", "rabbitmq"};

std::string title_of(std::string_view table, const std::string& name) {
  return fmt::format("[{}.{}]", table, printable(name));
}

Service read_service(const std::string& name, const TomlNode& node, Problems& problems) {
  Service service;
  service.name = name;
  TableReader reader{node, title_of("service", name), problems};
  reader.name("host", service.host, Need::required);
  reader.text("pid_file", service.pid_file);
  reader.text("unit", service.unit);
  reader.text("cgroup", service.cgroup);
  reader.texts("start", service.start);
  reader.texts("ready", service.ready);
  const std::array<bool, 3> given{!service.pid_file.empty(), !service.unit.empty(),
                                  !service.cgroup.empty()};
  if (std::ranges::count(given, true) != 1) {
    reader.note(reader.place(), "a service is found by one of pid_file, unit and cgroup",
                "for instance pid_file = \"/run/postgresql/main.pid\"");
  }
  reader.finish();
  return service;
}

QueueNode read_queue_node(const std::string& host, const TomlNode& node, Problems& problems) {
  QueueNode read;
  read.host = host;
  TableReader reader{node, title_of("node", host), problems};
  reader.text("control", read.control, Need::required);
  reader.finish();
  return read;
}

Queue read_queue(const std::string& name, const TomlNode& node, Problems& problems) {
  Queue queue;
  queue.name = name;
  TableReader reader{node, title_of("queue", name), problems};
  reader.word("kind", queue.kind, k_queues, Need::required);
  if (reader.text("address", queue.address) && !parse_endpoint(queue.address)) {
    reader.note(place_of(node, {"address"}),
                fmt::format("{} is no address with a port", in_ticks(queue.address)),
                "for instance \"10.77.1.30:6379\"");
  }
  reader.text("api", queue.api);
  reader.text("user", queue.user);
  reader.secret("password", queue.password);
  reader.text("stream", queue.stream);
  reader.text("group", queue.group);
  reader.text("vhost", queue.vhost);
  reader.text("consumer", queue.consumer);
  reader.named_tables("node", [&](const std::string& host, const TomlNode& each) {
    queue.nodes[host] = read_queue_node(host, each, problems);
  });
  reader.finish();
  return queue;
}

}  // namespace

void read_workloads(TableReader& reader, Inventory& inventory, Problems& problems) {
  reader.named_tables("service", [&](const std::string& name, const TomlNode& node) {
    inventory.services[name] = read_service(name, node, problems);
  });
  reader.named_tables("queue", [&](const std::string& name, const TomlNode& node) {
    inventory.queues[name] = read_queue(name, node, problems);
  });
}

}  // namespace gameday
