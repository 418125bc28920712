// SPDX-License-Identifier: Apache-2.0
#include "lab/network.hpp"

#include <doctest/doctest.h>

#include "lab/launch.hpp"
#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;
using namespace std::chrono_literals;

namespace {

/// Builds the network of a site in namespaces that end with the call, and runs commands in it, one
/// after the other, until one fails. Gives how many went well.
int build_and_run(const Site& site, const std::vector<Launch>& commands) {
  return in_new_namespaces([&] {
    if (!build_network(site)) return 99;
    int good = 0;
    for (const Launch& command : commands) {
      if (!run(command, 5s)) break;
      ++good;
    }
    return good;
  });
}

Launch ip(const std::string& zone, std::vector<std::string> words, const std::string& log) {
  words.insert(words.begin(), "/usr/sbin/ip");
  return Launch{.argv = std::move(words), .zone = zone, .log = log};
}

}  // namespace

TEST_CASE("every zone has its links, addresses and routes, and the router forwards") {
  const Scratch scratch;
  auto site = make_site(Options{.name = "network", .witness = true});
  REQUIRE(site);
  site->folder = scratch.folder();
  // The servers' account must be able to read in it.
  std::filesystem::permissions(
      scratch.folder(), std::filesystem::perms::owner_all | std::filesystem::perms::others_exec);
  const std::string router = scratch.file("router");
  const std::string world = scratch.file("world");
  const std::string low = scratch.file("low");
  CHECK(build_and_run(*site,
                      {ip("router", {"-br", "address"}, router),
                       ip("router", {"route", "get", "10.77.9.9"}, router),
                       ip("world", {"route", "get", "10.77.2.20"}, world),
                       ip("world", {"-6", "route", "get", "fd77:0:0:2::20"}, world),
                       ip("witness", {"route", "get", "10.77.1.10"}, world),
                       Launch{.argv = {"/bin/cat", "/proc/sys/net/ipv4/ip_forward",
                                       "/proc/sys/net/ipv6/conf/all/forwarding"},
                              .zone = "router",
                              .log = scratch.file("forward")},
                       Launch{.argv = {"/bin/cat", "/proc/sys/net/ipv4/ip_unprivileged_port_start"},
                              .zone = "world",
                              .log = low}}) == 7);
  CHECK(scratch.read("router").find("10.77.3.1/24") != std::string::npos);
  CHECK(scratch.read("router").find("10.77.9.9 via 10.77.1.20 dev to-a") != std::string::npos);
  CHECK(scratch.read("world").find("10.77.2.20 via 10.77.0.1 dev eth0") != std::string::npos);
  CHECK(scratch.read("world").find("fd77:0:0:2::20 from :: via fd77::1") != std::string::npos);
  CHECK(scratch.read("forward") == "1\n1\n");
  CHECK(scratch.read("low") == "0\n");
}
