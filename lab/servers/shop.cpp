// SPDX-License-Identifier: Apache-2.0
// The service that is rehearsed with: one shop per region, each with the database of its region.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>

#include <fmt/format.h>

#include "lab/namespaces.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"
#include "world/fd.hpp"

namespace gameday::lab {
namespace {

struct Shop {
  std::string_view name;
  std::string_view host;
  std::string_view database;
};

constexpr std::array<Shop, 2> k_shops{{
    {"shop-a", "app-a", "db-a"},
    {"shop-b", "app-b", "db-b"},
}};

// In the lab's own tmpfs; the place where gameday lies may be closed to the servers' account.
constexpr std::string_view k_program = "/run/gameday-shop";

Result<void> bring_program(const Site& site) {
  const auto from = site.programs / "gameday-shop";
  const UniqueFd place{open(k_program.data(), O_WRONLY | O_CREAT | O_CLOEXEC, 0755)};
  if (!place.valid() || mount(from.c_str(), k_program.data(), nullptr, MS_BIND, nullptr) != 0) {
    return fail_errno("bring the shop into the lab", from.string(), errno);
  }
  return {};
}

Process process_of(const Site& site, const Shop& shop) {
  const LabHost* host = find_lab_host(shop.host);
  const std::string conninfo =
      fmt::format("host={} port={} dbname=shop user=postgres application_name=shop",
                  ipv4(shop.database), find_lab_host(shop.database)->port);
  return Process{std::string{shop.name},
                 Launch{.argv = {std::string{k_program}, std::string{host->zone},
                                 std::to_string(host->port), conninfo},
                        .zone = std::string{host->zone},
                        .log = site.folder / "shop" / fmt::format("{}.log", shop.name),
                        .account = site.account}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto made = make_server_folder(site, site.folder / "shop"); !made) {
    return tl::unexpected{made.error()};
  }
  if (auto brought = bring_program(site); !brought) return tl::unexpected{brought.error()};
  std::vector<Process> processes;
  for (const Shop& shop : k_shops) processes.push_back(process_of(site, shop));
  return processes;
}

// On its own loopback, so that a cut of the network does not make it look dead.
bool listens(const Process& process) {
  const auto visit = ZoneVisit::begin(process.launch.zone);
  const UniqueFd fd{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  // A shop that is stopped (SIGSTOP) has a full queue some day; then connect waits.
  constexpr timeval k_patience{0, 50'000};
  setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &k_patience, sizeof k_patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(find_lab_host(k_shops.front().host)->port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return visit && fd.valid() && connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
}

}  // namespace

const Server k_server_shop{"shop", "the sample service, one per region", prepare,
                           [](const Site&, const Process& process) {
                             return std::string{listens(process) ? k_ready : "silent"};
                           },
                           nullptr};

}  // namespace gameday::lab
