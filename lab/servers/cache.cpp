// SPDX-License-Identifier: Apache-2.0
// A resolver that keeps what it was told for as long as the answer says, as those of providers do:
// dnsmasq in the world, in front of the servers of dr.lab and pd.lab and of the lab's other names.
#include "lab/servers/cache.hpp"

#include <fmt/format.h>

#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/servers/authority.hpp"
#include "lab/servers/names.hpp"
#include "lab/servers/pdns.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "cache";

Result<std::vector<Process>> prepare(const Site& site) {
  const auto folder = site.folder / k_host;
  if (auto made = make_server_folder(site, folder); !made) return tl::unexpected{made.error()};
  return std::vector{Process{std::string{k_host}, Launch{.argv = cache_command(site),
                                                         .zone = std::string{k_world},
                                                         .log = folder / "log",
                                                         .account = site.account}}};
}

}  // namespace

std::vector<std::string> cache_command(const Site& site) {
  return {"/usr/sbin/dnsmasq",
          "--keep-in-foreground",
          "--conf-file=/dev/null",
          "--no-resolv",
          "--no-hosts",
          "--no-negcache",
          "--bind-interfaces",
          "--pid-file=",
          fmt::format("--server=/{}/{}", k_dynamic_zone, ipv4("authority")),
          fmt::format("--server=/{}/{}", k_pdns_zone, ipv4("pdns")),
          "--server=" + ipv4("names"),
          "--listen-address=" + ipv4(k_host),
          "--listen-address=" + ipv6(k_host),
          "--user=" + site.account.name};
}

const Server k_server_cache{"cache", "dnsmasq, a resolver that keeps answers for their TTL",
                            prepare,
                            [](const Site&, const Process&) {
                              return std::string{answers_names(k_host) ? k_ready : "silent"};
                            },
                            nullptr};

}  // namespace gameday::lab
