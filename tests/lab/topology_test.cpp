// SPDX-License-Identifier: Apache-2.0
#include "lab/topology.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

using namespace gameday::lab;

namespace {

bool has_line(const std::string& lines, const std::string& line) {
  return ("\n" + lines).find("\n" + line + "\n") != std::string::npos;
}

std::string catalog(const std::string& name) {
  std::ifstream stream{GAMEDAY_SOURCE_DIR "/drills/catalog/" + name};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("the witness is there only when asked for, and always known") {
  CHECK(zones(false).size() + 1 == zones(true).size());
  CHECK(zones(true).back().name == "witness");
  CHECK(lab_hosts(false).size() + 1 == lab_hosts(true).size());
  CHECK(find_zone("witness") != nullptr);
  CHECK(find_lab_host("witness") != nullptr);
  CHECK(find_zone("router") == nullptr);
  CHECK(find_lab_host("nobody") == nullptr);
}

TEST_CASE("the two families have the same digits") {
  CHECK(ipv4("db-a") == "10.77.1.10");
  CHECK(ipv6("db-a") == "fd77:0:0:1::10");
  CHECK(ipv4("balancer") == "10.77.0.12");
  CHECK(ipv6("app-b") == "fd77:0:0:2::20");
  CHECK(ipv4("router").empty());
  CHECK(ipv6("nobody").empty());
}

TEST_CASE("every host is in a zone, and no two hosts share an address") {
  std::set<std::string> seen;
  for (const LabHost& host : lab_hosts(true)) {
    CAPTURE(host.name);
    if (host.name == k_router) continue;
    CHECK(find_zone(host.zone) != nullptr);
    CHECK(seen.insert(ipv4(host.name)).second);
  }
}

TEST_CASE("both ends of a link are made where they belong") {
  const std::string lines = namespace_batch(false);
  CHECK(has_line(lines, "netns add router"));
  CHECK(has_line(lines, "link add to-a netns router type veth peer name eth0 netns region-a"));
  CHECK(lines.find("witness") == std::string::npos);
  CHECK(has_line(namespace_batch(true), "netns add witness"));
}

TEST_CASE("the router has an address in each zone and the way to the virtual address") {
  const std::string lines = router_batch(false);
  CHECK(has_line(lines, "addr add 10.77.2.1/24 dev to-b"));
  CHECK(has_line(lines, "addr add fd77:0:0:0::1/64 dev to-world nodad"));
  CHECK(has_line(lines, "route add 10.77.9.9/32 via 10.77.1.20 dev to-a"));
  CHECK(lines.find("to-witness") == std::string::npos);
}

TEST_CASE("a zone has the addresses of its hosts, and the virtual one where it is served") {
  const std::string a = zone_batch(*find_zone("region-a"));
  CHECK(has_line(a, "addr add 10.77.1.20/24 dev eth0"));
  CHECK(has_line(a, "addr add 10.77.9.9/32 dev eth0"));
  CHECK(has_line(a, "route add default via 10.77.1.1"));
  CHECK(a.find("10.77.1.10") < a.find("10.77.1.20"));
  const std::string b = zone_batch(*find_zone("region-b"));
  CHECK(b.find("10.77.9.9") == std::string::npos);
  CHECK(has_line(b, "route add default via fd77:0:0:2::1 dev eth0"));
}

TEST_CASE("the inventories of the catalog say what the lab is") {
  const std::string full = catalog("lab_full.toml");
  for (const LabHost& host : lab_hosts(false)) {
    CAPTURE(host.name);
    const std::string head = "[host." + std::string{host.name} + "]\n";
    const std::size_t at = full.find(head);
    REQUIRE(at != std::string::npos);
    const std::string table = full.substr(at, full.find("\n\n", at) - at);
    CHECK(table.find("zone = \"" + std::string{host.zone} + "\"") != std::string::npos);
    if (host.number != 0) CHECK(table.find("\"" + ipv4(host.name) + "\"") != std::string::npos);
  }
}

TEST_CASE("the full inventory has all that the usual one has") {
  std::istringstream usual{catalog("lab.toml")};
  const std::string full = "\n" + catalog("lab_full.toml");
  int tables = 0;
  for (std::string line; std::getline(usual, line);) {
    if (!line.starts_with('[')) continue;
    CAPTURE(line);
    CHECK(full.find("\n" + line + "\n") != std::string::npos);
    ++tables;
  }
  CHECK(tables > 20);
}
