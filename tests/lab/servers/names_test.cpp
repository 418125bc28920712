// SPDX-License-Identifier: Apache-2.0
#include "lab/servers/names.hpp"

#include <doctest/doctest.h>

#include "lab/servers.hpp"
#include "lab/topology.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

TEST_CASE("the service's names lead to the balancer in both families") {
  const std::string text = hosts_file();
  CHECK(text.find("10.77.0.12 shop.lab orders.lab\n") != std::string::npos);
  CHECK(text.find("fd77:0:0:0::12 shop.lab orders.lab\n") != std::string::npos);
}

TEST_CASE("every host with an address has a name") {
  const std::string text = hosts_file();
  for (const LabHost& host : lab_hosts(true)) {
    CAPTURE(host.name);
    if (host.number == 0) continue;
    CHECK(text.find(ipv4(host.name) + " " + std::string{host.name} + ".lab\n") !=
          std::string::npos);
  }
}

TEST_CASE("the resolver listens on its own addresses and asks nobody else") {
  const Scratch scratch;
  auto site = make_site(Options{});
  REQUIRE(site);
  site->folder = scratch.folder();
  const auto processes = k_server_names.prepare(*site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 1);
  const Launch& launch = processes->front().launch;
  CHECK(launch.zone == k_world);
  REQUIRE(launch.account);
  CHECK(launch.account->uid != 0);
  const auto has = [&launch](const std::string& word) {
    return std::find(launch.argv.begin(), launch.argv.end(), word) != launch.argv.end();
  };
  CHECK(has("--listen-address=10.77.0.13"));
  CHECK(has("--no-resolv"));
  CHECK(has("--local-ttl=1"));
  CHECK(scratch.read("names/hosts") == hosts_file());
  CHECK(k_server_names.state(*site, processes->front()) != k_ready);
}
