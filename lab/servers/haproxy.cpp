// SPDX-License-Identifier: Apache-2.0
// The traffic manager: HAProxy in the world, steered through its runtime socket. It has no opinion
// of its own about which region serves: no health checks, no redispatch, no retries.
#include "lab/servers/haproxy.hpp"

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "balancer";
constexpr std::chrono::milliseconds k_patience{50};

// A server that answers nothing is given up after a second; a session of the database may be idle
// for as long as its client likes, and is shut by whoever moves the traffic.
constexpr std::string_view k_template = R"(global
  stats socket {socket} mode {mode} level admin
  stats timeout 30s
  maxconn 1000
  nbthread 1
defaults
  timeout connect 300ms
  timeout check 300ms
  retries 0
  no option redispatch
frontend shop_in
  mode http
  bind {v4}:80
  bind [{v6}]:80 v6only
  timeout client 10s
  timeout http-request 2s
  default_backend shop
backend shop
  mode http
  http-reuse never
  timeout server 1s
  server active {shop}:8080
frontend orders_in
  mode tcp
  bind {v4}:5432
  bind [{v6}]:5432 v6only
  timeout client 1h
  default_backend orders
backend orders
  mode tcp
  timeout server 1h
  server active {database}:5432
)";

Result<std::vector<Process>> prepare(const Site& site) {
  const auto folder = haproxy_socket(site).parent_path();
  const auto file = folder / "haproxy.cfg";
  if (auto made = make_server_folder(site, folder); !made) return tl::unexpected{made.error()};
  if (auto done = write_server_file(site, file, haproxy_configuration(site)); !done) {
    return tl::unexpected{done.error()};
  }
  return std::vector{Process{"haproxy", Launch{.argv = {"/usr/sbin/haproxy", "-db", "-f", file},
                                               .zone = std::string{k_world},
                                               .log = folder / "log",
                                               .account = site.account}}};
}

}  // namespace

std::filesystem::path haproxy_socket(const Site& site) {
  return site.folder / "haproxy" / "api.sock";
}

std::string haproxy_configuration(const Site& site) {
  // In a root lab the folder is closed to everybody but the servers and root.
  return fmt::format(fmt::runtime(k_template), fmt::arg("socket", haproxy_socket(site).string()),
                     fmt::arg("mode", site.rootless ? "600" : "666"), fmt::arg("v4", ipv4(k_host)),
                     fmt::arg("v6", ipv6(k_host)), fmt::arg("shop", ipv4("app-a")),
                     fmt::arg("database", ipv4("db-a")));
}

const Server k_server_haproxy{
    "haproxy", "HAProxy, the traffic manager", prepare,
    [](const Site& site, const Process&) {
      return std::string{connect_unix(haproxy_socket(site), k_patience).valid() ? k_ready
                                                                                : "silent"};
    },
    nullptr};

}  // namespace gameday::lab
