// SPDX-License-Identifier: Apache-2.0
// The orders' database: PostgreSQL 15, primary in region A, streaming standby in region B. Both are
// copies of one cold cluster, so they share a system identifier and need no base backup.
#include "lab/servers/postgres.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "lab/cluster_template.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/shop/database.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::array k_nodes{k_node_a, k_node_b};
constexpr std::chrono::milliseconds k_copy_deadline{20'000};
constexpr std::chrono::milliseconds k_question_patience{1'000};

constexpr std::string_view k_settings = R"(listen_addresses = '*'
port = 5432
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0777
cluster_name = '{zone}'
max_connections = 200
shared_buffers = 16MB
max_wal_size = 256MB
wal_keep_size = 128MB
wal_level = replica
wal_log_hints = on
hot_standby = on
max_wal_senders = 10
max_replication_slots = 10
wal_sender_timeout = 3s
wal_receiver_timeout = 3s
wal_receiver_status_interval = 1s
wal_retrieve_retry_interval = 100ms
tcp_keepalives_idle = 1
tcp_keepalives_interval = 1
tcp_keepalives_count = 3
tcp_user_timeout = 3000
autovacuum = off
jit = off
log_line_prefix = '%m [%p] '
log_timezone = 'UTC'
recovery_target_timeline = 'latest'
primary_conninfo = 'host={peer} application_name=region_{side} {patience}'
)";

// A dead peer is noticed, and a living one found again, within seconds.
constexpr std::string_view k_patience =
    "port=5432 user=postgres connect_timeout=2 keepalives_idle=1 keepalives_interval=1 "
    "keepalives_count=3 tcp_user_timeout=3000";

const Node& peer_of(const Node& node) { return node.side == k_node_a.side ? k_node_b : k_node_a; }

Result<void> make_node_folders(const Site& site, const Node& node) {
  const auto home = data_folder(site.folder, node).parent_path();
  if (auto made = make_server_folder(site, home); !made) return made;
  if (auto made = make_server_folder(site, socket_folder(site.folder, node)); !made) return made;
  return write_server_file(site, home / "region.conf", node_settings(site, node));
}

Process process_of(const Site& site, const Node& node) {
  const auto data = data_folder(site.folder, node);
  return Process{fmt::format("postgres-{}", node.side),
                 Launch{.argv = {fmt::format("{}/postgres", k_postgres_programs), "-D", data},
                        .zone = std::string{node.zone},
                        .log = data.parent_path() / "log",
                        .account = site.account}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  std::vector<std::filesystem::path> copies;
  std::vector<Process> processes;
  for (const Node& node : k_nodes) {
    if (auto made = make_node_folders(site, node); !made) return tl::unexpected{made.error()};
    copies.push_back(data_folder(site.folder, node));
    processes.push_back(process_of(site, node));
  }
  if (auto done = copy_cluster(site, copies, k_copy_deadline); !done) {
    return tl::unexpected{done.error()};
  }
  auto signal = write_server_file(site, data_folder(site.folder, k_node_b) / "standby.signal", "");
  if (!signal) return tl::unexpected{signal.error()};
  return processes;
}

// A postmaster that was killed leaves its file.
bool is_alive(std::string_view pid_file) {
  pid_t pid = 0;
  std::from_chars(pid_file.data(), pid_file.data() + pid_file.size(), pid);
  return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
}

std::string state(const Site& site, const Process& process) {
  const Node& node = process.name.ends_with(k_node_a.side) ? k_node_a : k_node_b;
  std::ifstream stream{data_folder(site.folder, node) / "postmaster.pid"};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const std::string status = postmaster_status(text);
  if (!is_alive(text)) return "stopped";
  if (status == "standby") return std::string{k_ready} + " (standby)";
  return status.empty() ? "stopped" : status;
}

// Asked over the Unix socket of the primary.
bool settled(const Site& site) {
  const std::string question =
      "select 1 from pg_stat_replication where application_name = 'region_b' "
      "and state = 'streaming' and sync_state = $1";
  shop::Database database{fmt::format("host={} port=5432 dbname=postgres user=postgres",
                                      socket_folder(site.folder, k_node_a).string())};
  const auto rows = database.ask(question, {site.options.synchronous ? "sync" : "async"},
                                 std::chrono::steady_clock::now() + k_question_patience);
  return rows && rows->size() == 1;
}

}  // namespace

std::filesystem::path data_folder(const std::filesystem::path& lab, const Node& node) {
  return lab / node.host / "data";
}

std::filesystem::path socket_folder(const std::filesystem::path& lab, const Node& node) {
  return lab / fmt::format("sock-{}", node.side);
}

const Node* node_on(std::string_view host) {
  for (const Node& node : k_nodes) {
    if (node.host == host) return &node;
  }
  return nullptr;
}

std::string node_settings(const Site& site, const Node& node) {
  std::string text = fmt::format(
      fmt::runtime(k_settings), fmt::arg("sockets", socket_folder(site.folder, node).string()),
      fmt::arg("patience", k_patience), fmt::arg("zone", node.zone), fmt::arg("side", node.side),
      fmt::arg("peer", ipv4(peer_of(node).host)));
  // On A alone: a promoted B that waited for A would hang on every write.
  if (site.options.synchronous && node.side == k_node_a.side) {
    text += "synchronous_standby_names = 'region_b'\n";
  }
  return text;
}

std::string postmaster_status(std::string_view pid_file) {
  constexpr int k_status_line = 8;
  for (int line = 1; line < k_status_line; ++line) {
    const std::size_t end = pid_file.find('\n');
    if (end == std::string_view::npos) return {};
    pid_file.remove_prefix(end + 1);
  }
  const std::string_view status = pid_file.substr(0, pid_file.find('\n'));
  return std::string{status.substr(0, status.find_last_not_of(' ') + 1)};
}

const Server k_server_postgres{
    "postgres", "PostgreSQL 15, primary in region A and streaming standby in region B", prepare,
    state, settled};

}  // namespace gameday::lab
