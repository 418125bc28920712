// SPDX-License-Identifier: Apache-2.0
// Three Redis Sentinels, one in each region and one outside of both, which make region B's Redis
// the master when region A's is lost, and region A's its replica once it is back. For a lab with
// `redis` as well.
#include "lab/servers/sentinel.hpp"

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

constexpr std::array<std::string_view, 3> k_hosts{"sentinel", "sentinel-a", "sentinel-b"};
constexpr std::string_view k_master_host = "queue-a";
constexpr std::string_view k_replica_host = "queue-b";
constexpr std::string_view k_program = "/usr/bin/redis-sentinel";
constexpr std::chrono::milliseconds k_patience{50};

// Hosts of a zone have one interface: without its announced address, each would be known by the
// interface's first. The replica is named, because the master is asked for it every 10 s only. A
// dead master is noticed within a second, and a failover that fails is tried again soon.
constexpr std::string_view k_settings = R"(bind {v4} {v6}
port {port}
protected-mode no
dir {folder}
daemonize no
sentinel announce-ip {v4}
sentinel monitor {pair} {master} {redis_port} 2
sentinel known-replica {pair} {replica} {redis_port}
sentinel down-after-milliseconds {pair} 1000
sentinel failover-timeout {pair} 4000
)";

Result<Process> prepare_one(const Site& site, std::string_view host) {
  const auto folder = site.folder / host;
  // It writes what it learns into its own file, by way of another one beside it.
  const auto file = folder / "sentinel.conf";
  auto done = make_server_folder(site, folder);
  if (done) done = write_server_file(site, file, sentinel_configuration(site, host));
  if (!done) return tl::unexpected{done.error()};
  return Process{std::string{host}, Launch{.argv = {std::string{k_program}, file},
                                           .zone = std::string{find_lab_host(host)->zone},
                                           .log = folder / "log",
                                           .account = site.account}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto there = need_program(k_program, "install redis-sentinel"); !there) {
    return tl::unexpected{there.error()};
  }
  if (std::ranges::count(site.options.with, "redis") == 0) {
    return fail(ErrorKind::bad_input, "raise a lab with", "the server sentinel",
                "it watches over Redis, which was not asked for", "raise it --with redis,sentinel");
  }
  std::vector<Process> processes;
  for (const std::string_view host : k_hosts) {
    auto process = prepare_one(site, host);
    if (!process) return tl::unexpected{process.error()};
    processes.push_back(std::move(*process));
  }
  return processes;
}

std::string told(std::string_view host, std::string_view question) {
  constexpr std::size_t k_most = 4096;
  const LabHost* there = find_lab_host(host);
  return ask(connect_tcp(there->zone, ipv4(host), there->port, k_patience), question, k_most);
}

std::string state(const Site& /*site*/, const Process& process) {
  return told(process.name, "PING\r\n").starts_with("+PONG") ? std::string{k_ready} : "silent";
}

bool settled(const Site& /*site*/) {
  return std::ranges::all_of(k_hosts, [](std::string_view host) {
    return knows_all(told(host, fmt::format("SENTINEL MASTER {}\r\n", k_redis_pair)));
  });
}

/// The value behind a name in a reply that lists both, each a text of its own.
bool says(std::string_view reply, std::string_view name, std::string_view value) {
  const std::string pair = fmt::format("\r\n{}\r\n${}\r\n{}\r\n", name, value.size(), value);
  return reply.find(pair) != std::string_view::npos;
}

}  // namespace

std::string sentinel_configuration(const Site& site, std::string_view host) {
  return fmt::format(fmt::runtime(k_settings), fmt::arg("v4", ipv4(host)),
                     fmt::arg("v6", ipv6(host)), fmt::arg("port", find_lab_host(host)->port),
                     fmt::arg("folder", (site.folder / host).string()),
                     fmt::arg("pair", k_redis_pair), fmt::arg("master", ipv4(k_master_host)),
                     fmt::arg("replica", ipv4(k_replica_host)),
                     fmt::arg("redis_port", find_lab_host(k_master_host)->port));
}

bool knows_all(std::string_view master) {
  return says(master, "flags", "master") && says(master, "num-slaves", "1") &&
         says(master, "num-other-sentinels", "2");
}

const Server k_server_sentinel{"sentinel", "three Redis Sentinels over the pair of Redis", prepare,
                               state, settled};

}  // namespace gameday::lab
