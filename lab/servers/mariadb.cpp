// SPDX-License-Identifier: Apache-2.0
// A second kind of database: MariaDB 10.11, primary in region A and replica in region B, which
// follows by GTID. Both are copies of one empty cluster.
#include "lab/servers/mariadb.hpp"

#include <array>

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/mirror.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"
#include "world/process.hpp"

namespace gameday::lab {
namespace {

constexpr std::array<std::string_view, 2> k_hosts{"maria-a", "maria-b"};
constexpr std::string_view k_server = "/usr/sbin/mariadbd";
constexpr std::string_view k_installer = "/usr/bin/mariadb-install-db";
constexpr std::string_view k_client = "/usr/bin/mariadb";
constexpr std::chrono::milliseconds k_install_deadline{20'000};
constexpr std::chrono::milliseconds k_question_deadline{1'000};
constexpr std::chrono::milliseconds k_patience{50};

// Small, and the same for the making as for the running.
constexpr std::array<std::string_view, 3> k_sizes{
    "innodb-log-file-size=4M", "innodb-buffer-pool-size=8M", "performance-schema=OFF"};

// A dead peer is noticed, and a living one found again, within seconds.
constexpr std::string_view k_settings = R"([mariadbd]
datadir={home}/data
tmpdir={home}
socket={home}/maria.sock
pid-file={home}/maria.pid
init-file={home}/start.sql
bind-address={v4},{v6}
port={port}
server-id={number}
log-bin=binlog
relay-log=relay
log-slave-updates=ON
gtid-strict-mode=ON
slave-net-timeout=3
skip-name-resolve=ON
log-warnings=1
aria-pagecache-buffer-size=1M
key-buffer-size=1M
{sizes}
)";

constexpr std::string_view k_start_primary = R"(create user if not exists 'lab'@'%';
grant all on *.* to 'lab'@'%' with grant option;
create user if not exists 'shop'@'%';
grant all on shop.* to 'shop'@'%';
create database if not exists shop;
)";

std::filesystem::path home_of(const Site& site, std::string_view host) {
  return site.folder / host;
}

bool is_primary(std::string_view host) { return host == k_hosts.front(); }

std::string_view side_of(std::string_view host) { return host.substr(host.size() - 1); }

Result<void> need_programs() {
  for (const std::string_view program : {k_server, k_installer}) {
    if (auto there = need_program(program, "install mariadb-server-core"); !there) return there;
  }
  return need_program(k_client, "install mariadb-client-core");
}

Result<void> make_home(const Site& site, std::string_view host) {
  const auto home = home_of(site, host);
  if (auto made = make_server_folder(site, home); !made) return made;
  auto done = write_server_file(site, home / "maria.cnf", maria_settings(site, host));
  if (done) done = write_server_file(site, home / "start.sql", maria_start(host));
  return done ? offer_socket(site, host, home / "maria.sock") : done;
}

/// An empty cluster for region A, and its copy for region B.
Result<void> make_clusters(const Site& site) {
  const auto data = home_of(site, k_hosts.front()) / "data";
  std::vector<std::string> argv{std::string{k_installer}, "--no-defaults",
                                "--datadir=" + data.string(), "--skip-test-db",
                                "--skip-name-resolve"};
  for (const std::string_view size : k_sizes) argv.push_back(fmt::format("--{}", size));
  const auto log = home_of(site, k_hosts.front()) / "install.log";
  const Launch install{.argv = std::move(argv), .log = log, .account = site.account};
  if (auto done = run(install, k_install_deadline); !done) return done;
  return mirror(data, home_of(site, k_hosts.back()) / "data");
}

Process process_of(const Site& site, std::string_view host) {
  const auto home = home_of(site, host);
  return Process{fmt::format("mariadb-{}", side_of(host)),
                 Launch{.argv = {std::string{k_server},
                                 fmt::format("--defaults-file={}/maria.cnf", home.string())},
                        .zone = std::string{find_lab_host(host)->zone},
                        .log = home / "log",
                        .account = site.account}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto there = need_programs(); !there) return tl::unexpected{there.error()};
  std::vector<Process> processes;
  for (const std::string_view host : k_hosts) {
    if (auto made = make_home(site, host); !made) return tl::unexpected{made.error()};
    processes.push_back(process_of(site, host));
  }
  if (auto made = make_clusters(site); !made) return tl::unexpected{made.error()};
  return processes;
}

// It greets whoever connects, or says why it does not.
std::string state(const Site& site, const Process& process) {
  const auto& host = process.name.ends_with(side_of(k_hosts.front())) ? k_hosts[0] : k_hosts[1];
  const auto greeting = ask(connect_unix(home_of(site, host) / "maria.sock", k_patience), "");
  return std::string{greeting.empty() ? "silent" : k_ready};
}

bool settled(const Site& site) {
  const auto socket = home_of(site, k_hosts.back()) / "maria.sock";
  const auto status = run_process({std::string{k_client}, "--no-defaults", "--user=lab",
                                   "--socket=" + socket.string(), "--execute=show slave status\\G"},
                                  "", k_question_deadline);
  return status && status->status == 0 && replicates(status->out);
}

}  // namespace

std::string maria_settings(const Site& site, std::string_view host) {
  return fmt::format(
      fmt::runtime(k_settings), fmt::arg("home", home_of(site, host).string()),
      fmt::arg("v4", ipv4(host)), fmt::arg("v6", ipv6(host)),
      fmt::arg("port", find_lab_host(host)->port), fmt::arg("number", is_primary(host) ? 1 : 2),
      fmt::arg("sizes", fmt::format("{}\n{}", fmt::join(k_sizes, "\n"),
                                    is_primary(host) ? "read-only=OFF" : "read-only=ON")));
}

std::string maria_start(std::string_view host) {
  if (is_primary(host)) return std::string{k_start_primary};
  return fmt::format(
      "change master to master_host='{}', master_port={}, master_user='lab', "
      "master_connect_retry=1, master_heartbeat_period=1, master_use_gtid=slave_pos;\n"
      "start slave;\n",
      ipv4(k_hosts.front()), find_lab_host(k_hosts.front())->port);
}

bool replicates(std::string_view status) {
  return status.find("Slave_IO_Running: Yes") != std::string_view::npos &&
         status.find("Slave_SQL_Running: Yes") != std::string_view::npos;
}

const Server k_server_mariadb{"mariadb", "MariaDB, primary in region A and replica in region B",
                              prepare, state, settled};

}  // namespace gameday::lab
