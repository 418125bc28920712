// SPDX-License-Identifier: Apache-2.0
// The service that is rehearsed with: one shop per region, each with the database of its region.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

struct Shop {
  std::string_view name;
  std::string_view host;
  std::string_view database;
  std::string_view queue;
};

constexpr std::array<Shop, 2> k_shops{{
    {"shop-a", "app-a", "db-a", "queue-a"},
    {"shop-b", "app-b", "db-b", "queue-b"},
}};

constexpr std::chrono::milliseconds k_patience{50};

std::string place_of(std::string_view host) {
  return fmt::format("{}:{}", ipv4(host), find_lab_host(host)->port);
}

Process process_of(const Site& site, const Shop& shop, const std::filesystem::path& program) {
  const LabHost* host = find_lab_host(shop.host);
  std::vector<std::string> argv{
      program, std::string{host->zone}, std::to_string(host->port),
      fmt::format("host={} port={} dbname=shop user=postgres application_name=shop",
                  ipv4(shop.database), find_lab_host(shop.database)->port)};
  const auto& with = site.options.with;
  if (std::find(with.begin(), with.end(), k_server_redis.name) != with.end()) {
    argv.push_back(place_of(shop.queue));
  }
  return Process{std::string{shop.name},
                 Launch{.argv = std::move(argv),
                        .zone = std::string{host->zone},
                        .log = site.folder / "shop" / fmt::format("{}.log", shop.name),
                        .account = site.account}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto made = make_server_folder(site, site.folder / "shop"); !made) {
    return tl::unexpected{made.error()};
  }
  const auto program = bring_program(site.programs / "gameday-shop", "gameday-shop");
  if (!program) return tl::unexpected{program.error()};
  std::vector<Process> processes;
  for (const Shop& shop : k_shops) processes.push_back(process_of(site, shop, *program));
  return processes;
}

// On its own loopback, so that a cut of the network does not make it look dead.
bool listens(const Process& process) {
  const int port = find_lab_host(k_shops.front().host)->port;
  return connect_tcp(process.launch.zone, "127.0.0.1", port, k_patience).valid();
}

}  // namespace

const Server k_server_shop{"shop", "the sample service, one per region", prepare,
                           [](const Site&, const Process& process) {
                             return std::string{listens(process) ? k_ready : "silent"};
                           },
                           nullptr};

}  // namespace gameday::lab
