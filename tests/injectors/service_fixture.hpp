// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/inventory.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// Two hosts and the services on them, one for each way in which a service is found.
struct ServiceFixture {
  ServiceFixture() {
    add_host("db-a");
    add_host("app-a").timer = "systemd";
    add("postgres-a", "db-a").pid_file = "/data/postmaster.pid";
    inventory.services["postgres-a"].start = {"pg_ctl", "start"};
    inventory.services["postgres-a"].ready = {"pg_isready"};
    add("web", "app-a").unit = "web.service";
    add("jobs", "app-a").cgroup = "jobs.slice/worker";
  }

  Host& add_host(const std::string& name) {
    Host& host = inventory.hosts[name];
    host.name = name;
    host.transport = "ssh";
    host.region = "region-a";
    return host;
  }

  Service& add(const std::string& name, const std::string& host) {
    Service& service = inventory.services[name];
    service.name = name;
    service.host = host;
    return service;
  }

  [[nodiscard]] FaultScope scope() const {
    return {.run_id = "1a2b3c4d",
            .fault = "mine",
            .inventory = inventory,
            .expires_after = std::chrono::seconds{18}};
  }

  [[nodiscard]] Result<FaultPlan> plan(const Injector& kind, Params params) const {
    return kind.plan(params, scope());
  }
  [[nodiscard]] Result<FaultPlan> plan(const Injector& kind, const std::string& service) const {
    Params params;
    params.set("service", service);
    return plan(kind, params);
  }

  Inventory inventory;
};

/// The words of a command from the given one on; what is captured as "<captured /x>".
inline std::string words_of(const Action& action, std::size_t from = 0) {
  std::string line;
  const auto& argv = std::get<Exec>(action.what).argv;
  for (std::size_t at = from; at < argv.size(); ++at) {
    const auto* text = std::get_if<std::string>(&argv[at]);
    const auto* field = std::get_if<Captured>(&argv[at]);
    line += line.empty() ? "" : " ";
    line += text != nullptr ? *text : field != nullptr ? "<captured " + field->pointer + ">" : "?";
  }
  return line;
}

}  // namespace gameday
