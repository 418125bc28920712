// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/dns_traffic_test.cpp.
#include "lab/servers/authority.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

TEST_CASE("only who has the key may change the zone, and nobody may ask it for others") {
  auto site = make_site(Options{.with = {"authority"}});
  REQUIRE(site);
  site->folder = "/lab";
  const std::string text = authority_configuration(*site);
  CHECK(text.find("grant gameday zonesub ANY;") != std::string::npos);
  CHECK(text.find("recursion no;") != std::string::npos);
  CHECK(text.find("listen-on port 53 { 10.77.0.18; };") != std::string::npos);
  CHECK(text.find("listen-on-v6 port 53 { fd77:0:0:0::18; };") != std::string::npos);
  CHECK(text.find("file \"/lab/authority/zone\";") != std::string::npos);
}

TEST_CASE("the zone leads to region A at first, one name for longer than the others") {
  const std::string zone = dynamic_zone();
  CHECK(zone.find("\nshop A 10.77.1.20\n") != std::string::npos);
  CHECK(zone.find("\nslow 20 A 10.77.1.20\n") != std::string::npos);
  CHECK(zone.find("$TTL 5\n") != std::string::npos);
}

TEST_CASE("it is prepared with a key that nobody else may read") {
  const Scratch scratch;
  auto site = make_site(Options{.with = {"authority"}});
  REQUIRE(site);
  site->folder = scratch.folder();
  const auto processes = k_server_authority.prepare(*site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 1);
  CHECK(processes->front().launch.zone == "world");
  struct stat found{};
  REQUIRE(stat(update_key_file(*site).c_str(), &found) == 0);
  CHECK((found.st_mode & 077U) == 0);
  CHECK(authority_configuration(*site).find(scratch.read("authority/update.key")) !=
        std::string::npos);
  CHECK(k_server_authority.state(*site, processes->front()) == "silent");
}
