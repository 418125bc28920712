// SPDX-License-Identifier: Apache-2.0
// The queue of background jobs: Redis 7 in both regions; region B's follows region A's.
#include "lab/servers/redis.hpp"

#include <array>

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/shop/jobs.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

struct QueueNode {
  std::string_view process;
  std::string_view host;
};

constexpr std::array<QueueNode, 2> k_nodes{{{"redis-a", "queue-a"}, {"redis-b", "queue-b"}}};
constexpr std::string_view k_program = "/usr/bin/redis-server";
constexpr std::chrono::milliseconds k_patience{50};

// A dead peer is noticed, and a living one found again, within seconds.
constexpr std::string_view k_settings = R"(bind {v4} {v6}
port {port}
unixsocket {socket}
unixsocketperm 777
protected-mode no
dir {folder}
daemonize no
appendonly yes
appendfsync everysec
save ""
replica-announce-ip {v4}
repl-timeout 3
repl-ping-replica-period 1
repl-diskless-sync-delay 0
user {workers} on nopass ~* &* +@all
)";

std::filesystem::path home_of(const Site& site, std::string_view host) {
  return site.folder / host;
}

std::filesystem::path socket_of(const Site& site, std::string_view host) {
  return home_of(site, host) / "redis.sock";
}

Result<Process> prepare_node(const Site& site, const QueueNode& node) {
  const auto home = home_of(site, node.host);
  if (auto made = make_server_folder(site, home); !made) return tl::unexpected{made.error()};
  const auto file = home / "redis.conf";
  auto done = write_server_file(site, file, redis_configuration(site, node.host));
  if (done) done = offer_socket(site, node.host, socket_of(site, node.host));
  if (!done) return tl::unexpected{done.error()};
  return Process{std::string{node.process},
                 Launch{.argv = {std::string{k_program}, file},
                        .zone = std::string{find_lab_host(node.host)->zone},
                        .log = home / "log",
                        .account = site.account}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto there = need_program(k_program, "install redis-server"); !there) {
    return tl::unexpected{there.error()};
  }
  std::vector<Process> processes;
  for (const QueueNode& node : k_nodes) {
    auto process = prepare_node(site, node);
    if (!process) return tl::unexpected{process.error()};
    processes.push_back(std::move(*process));
  }
  return processes;
}

std::string told(const Site& site, std::string_view host, std::string_view question) {
  return ask(connect_unix(socket_of(site, host), k_patience), question, 4096);
}

// Whatever it answers, even that nobody may ask, it answers; but not while it reads its file.
std::string state(const Site& site, const Process& process) {
  const auto& node = process.name == k_nodes.front().process ? k_nodes.front() : k_nodes.back();
  const std::string answer = told(site, node.host, "PING\r\n");
  if (answer.empty()) return "silent";
  return answer.starts_with("-LOADING") ? "loading" : std::string{k_ready};
}

bool settled(const Site& site) {
  return follows(told(site, k_nodes.back().host, "INFO replication\r\n"));
}

}  // namespace

std::string redis_configuration(const Site& site, std::string_view host) {
  std::string text = fmt::format(
      fmt::runtime(k_settings), fmt::arg("v4", ipv4(host)), fmt::arg("v6", ipv6(host)),
      fmt::arg("port", find_lab_host(host)->port),
      fmt::arg("socket", socket_of(site, host).string()),
      fmt::arg("folder", home_of(site, host).string()), fmt::arg("workers", shop::k_worker_user));
  const std::string_view leader = k_nodes.front().host;
  if (host != leader) {
    text += fmt::format("replicaof {} {}\n", ipv4(leader), find_lab_host(leader)->port);
  }
  return text;
}

bool follows(std::string_view replication) {
  return replication.find("\nmaster_link_status:up") != std::string_view::npos;
}

const Server k_server_redis{"redis", "Redis 7 in both regions, for background jobs", prepare, state,
                            settled};

}  // namespace gameday::lab
