// SPDX-License-Identifier: Apache-2.0
// A name server of the other kind: PowerDNS in the world, with the last word on pd.lab and an HTTP
// API on port 8081. It looks its records up anew for each question: only others keep them.
#include "lab/servers/pdns.hpp"

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/servers/names.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "pdns";
constexpr std::string_view k_program = "/usr/sbin/pdns_server";
constexpr std::string_view k_tool = "/usr/bin/pdnsutil";
constexpr int k_api_port = 8081;
// Good for nothing but a lab, which nobody outside of it can reach.
constexpr std::string_view k_key = "gameday-lab-open-to-all-in-it";
constexpr std::chrono::milliseconds k_load_deadline{10'000};
constexpr std::chrono::milliseconds k_patience{50};

constexpr std::string_view k_settings = R"(launch=lmdb
lmdb-filename={home}/pdns.lmdb
lmdb-shards=1
local-address={v4},{v6}
local-port={port}
api=yes
api-key={key}
webserver=yes
webserver-address={v4}
webserver-port={api}
webserver-allow-from=10.77.0.0/16
socket-dir={home}
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
zone-cache-refresh-interval=0
distributor-threads=1
receiver-threads=1
)";

constexpr std::string_view k_zone = R"($ORIGIN {zone}.
$TTL 5
@ SOA pdns hostmaster 1 60 10 600 1
@ NS pdns
pdns A {pdns}
shop A {shop}
slow 20 A {shop}
)";

std::filesystem::path home_of(const Site& site) { return site.folder / k_host; }

Result<void> load(const Site& site) {
  const auto home = home_of(site);
  const Launch load{.argv = {std::string{k_tool}, "--config-dir=" + home.string(), "load-zone",
                             k_pdns_zone, home / "zone"},
                    .log = home / "load.log",
                    .account = site.account};
  return run(load, k_load_deadline);
}

Result<std::vector<Process>> prepare(const Site& site) {
  for (const std::string_view program : {k_program, k_tool}) {
    if (auto there = need_program(program, "install pdns-server and pdns-backend-lmdb"); !there) {
      return tl::unexpected{there.error()};
    }
  }
  const auto home = home_of(site);
  auto done = make_server_folder(site, home);
  if (done) done = write_server_file(site, home / "pdns.conf", pdns_configuration(site));
  if (done) done = write_server_file(site, home / "zone", pdns_zone());
  if (done) done = write_server_file(site, api_key_file(site), k_key);
  if (done) done = load(site);
  if (!done) return tl::unexpected{done.error()};
  return std::vector{
      Process{std::string{k_host},
              Launch{.argv = {std::string{k_program}, "--config-dir=" + home.string(),
                              "--daemon=no", "--guardian=no", "--disable-syslog", "--write-pid=no"},
                     .zone = std::string{k_world},
                     .log = home / "log",
                     .account = site.account}}};
}

std::string state(const Site&, const Process& process) {
  if (!answers_names(k_host)) return "silent";
  const auto api = connect_tcp(process.launch.zone, ipv4(k_host), k_api_port, k_patience);
  return std::string{api.valid() ? k_ready : "without its API"};
}

}  // namespace

std::filesystem::path api_key_file(const Site& site) { return home_of(site) / "api.key"; }

std::string pdns_configuration(const Site& site) {
  return fmt::format(fmt::runtime(k_settings), fmt::arg("home", home_of(site).string()),
                     fmt::arg("v4", ipv4(k_host)), fmt::arg("v6", ipv6(k_host)),
                     fmt::arg("port", find_lab_host(k_host)->port), fmt::arg("key", k_key),
                     fmt::arg("api", k_api_port));
}

std::string pdns_zone() {
  return fmt::format(fmt::runtime(k_zone), fmt::arg("zone", k_pdns_zone),
                     fmt::arg("pdns", ipv4(k_host)), fmt::arg("shop", ipv4("app-a")));
}

const Server k_server_pdns{"pdns", "PowerDNS, the last word on pd.lab, with an HTTP API", prepare,
                           state, nullptr};

}  // namespace gameday::lab
