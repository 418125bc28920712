// SPDX-License-Identifier: Apache-2.0
// The resolver of the clients: dnsmasq in the world, with A and AAAA records that live for one
// second. It knows nothing but the lab and asks nobody.
#include "lab/servers/names.hpp"

#include <array>

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "names";
constexpr std::string_view k_service_names = "shop.lab orders.lab";

Result<std::vector<Process>> prepare(const Site& site) {
  const auto folder = site.folder / "names";
  if (auto made = make_server_folder(site, folder); !made) return tl::unexpected{made.error()};
  const auto hosts = folder / "hosts";
  if (auto done = write_server_file(site, hosts, hosts_file()); !done) {
    return tl::unexpected{done.error()};
  }
  std::vector<std::string> argv{"/usr/sbin/dnsmasq",
                                "--keep-in-foreground",
                                "--conf-file=/dev/null",
                                "--no-resolv",
                                "--no-hosts",
                                "--bind-interfaces",
                                "--local=/lab/",
                                "--local-ttl=1",
                                "--pid-file=",
                                "--addn-hosts=" + hosts.string(),
                                "--listen-address=" + ipv4(k_host),
                                "--listen-address=" + ipv6(k_host),
                                "--user=" + site.account.name};
  return std::vector{Process{"names", Launch{.argv = std::move(argv),
                                             .zone = std::string{k_world},
                                             .log = folder / "log",
                                             .account = site.account}}};
}

}  // namespace

// A datagram socket that connects to a port nobody holds learns of it by the answer to what it
// sent; one question of a few bytes is answered, if only by an error, by whoever serves names.
bool answers_names(std::string_view host) {
  constexpr std::chrono::milliseconds k_patience{50};
  // The root's name servers, recursion not desired.
  constexpr std::array<char, 17> k_question{0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};
  const auto server = connect_udp(k_world, ipv4(host), find_lab_host(host)->port, k_patience);
  return !ask(server, {k_question.data(), k_question.size()}).empty();
}

std::string hosts_file() {
  std::string text =
      fmt::format("{0} {2}\n{1} {2}\n", ipv4("balancer"), ipv6("balancer"), k_service_names);
  for (const LabHost& host : lab_hosts(true)) {
    if (host.number == 0) continue;
    text += fmt::format("{0} {2}.lab\n{1} {2}.lab\n", ipv4(host.name), ipv6(host.name), host.name);
  }
  return text;
}

const Server k_server_names{"names", "dnsmasq, the clients' resolver", prepare,
                            [](const Site&, const Process&) {
                              return std::string{answers_names(k_host) ? k_ready : "silent"};
                            },
                            nullptr};

}  // namespace gameday::lab
