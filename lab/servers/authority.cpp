// SPDX-License-Identifier: Apache-2.0
// The name server that has the last word on dr.lab: BIND 9 in the world, with dynamic updates
// (RFC 2136) for whoever signs them with its key (RFC 8945). The zone's journal lies beside it and
// goes with the lab.
#include "lab/servers/authority.hpp"

#include <fmt/format.h>

#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/servers/names.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "authority";
constexpr std::string_view k_program = "/usr/sbin/named";
// Good for nothing but a lab, which nobody outside of it can reach.
constexpr std::string_view k_secret = "Z2FtZWRheSBsYWIsIG9wZW4gdG8gYWxsIGluIGl0ISE=";

constexpr std::string_view k_settings = R"(options {{
  directory "{home}";
  listen-on port 53 {{ {v4}; }};
  listen-on-v6 port 53 {{ {v6}; }};
  recursion no;
  notify no;
  minimal-responses yes;
  empty-zones-enable no;
  dnssec-validation no;
  allow-transfer {{ none; }};
  pid-file none;
  lock-file none;
  session-keyfile none;
}};
controls {{ }};
key "{key}" {{ algorithm hmac-sha256; secret "{secret}"; }};
zone "{zone}" {{
  type primary;
  file "{home}/zone";
  update-policy {{ grant {key} zonesub ANY; }};
}};
)";

constexpr std::string_view k_zone = R"($ORIGIN {zone}.
$TTL 5
@ SOA authority hostmaster 1 60 10 600 1
@ NS authority
authority A {authority}
shop A {shop}
slow 20 A {shop}
orders A {orders}
)";

std::filesystem::path home_of(const Site& site) { return site.folder / k_host; }

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto there = need_program(k_program, "install bind9"); !there) {
    return tl::unexpected{there.error()};
  }
  const auto home = home_of(site);
  auto done = make_server_folder(site, home);
  if (done) done = write_server_file(site, home / "named.conf", authority_configuration(site));
  if (done) done = write_server_file(site, home / "zone", dynamic_zone());
  if (done) done = write_server_file(site, update_key_file(site), k_secret);
  if (!done) return tl::unexpected{done.error()};
  return std::vector{
      Process{std::string{k_host},
              Launch{.argv = {std::string{k_program}, "-g", "-n", "1", "-c", home / "named.conf"},
                     .zone = std::string{k_world},
                     .log = home / "log",
                     .account = site.account}}};
}

}  // namespace

std::filesystem::path update_key_file(const Site& site) { return home_of(site) / "update.key"; }

std::string authority_configuration(const Site& site) {
  return fmt::format(fmt::runtime(k_settings), fmt::arg("home", home_of(site).string()),
                     fmt::arg("v4", ipv4(k_host)), fmt::arg("v6", ipv6(k_host)),
                     fmt::arg("key", k_update_key), fmt::arg("secret", k_secret),
                     fmt::arg("zone", k_dynamic_zone));
}

std::string dynamic_zone() {
  return fmt::format(fmt::runtime(k_zone), fmt::arg("zone", k_dynamic_zone),
                     fmt::arg("authority", ipv4(k_host)), fmt::arg("shop", ipv4("app-a")),
                     fmt::arg("orders", ipv4("db-a")));
}

const Server k_server_authority{"authority", "BIND 9, the last word on dr.lab, with updates",
                                prepare,
                                [](const Site&, const Process&) {
                                  return std::string{answers_names(k_host) ? k_ready : "silent"};
                                },
                                nullptr};

}  // namespace gameday::lab
