// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>

#include "lab/servers.hpp"
#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

/// What is started in this region, as one line; its program was brought into the lab.
int check_processes(const Site& site) {
  const auto processes = k_server_shop.prepare(site);
  if (!processes || processes->size() != 2) return 1;
  std::ifstream brought{"/run/gameday-shop"};
  std::string text;
  if (!std::getline(brought, text) || text != "the program") return 2;
  const Launch& b = processes->back().launch;
  if (b.zone != "region-b" || b.argv.at(1) != "region-b" || b.argv.at(2) != "8080") return 3;
  if (b.argv.at(3).find("host=10.77.2.10 ") == std::string::npos) return 4;
  if (!b.account || b.account->uid == 0) return 5;
  if (b.argv.size() != (site.options.with.empty() ? 4U : 5U)) return 7;
  if (b.argv.size() == 5 && b.argv.back() != "10.77.2.30:6379") return 8;
  return k_server_shop.state(site, processes->back()) == "silent" ? 0 : 6;
}

}  // namespace

TEST_CASE("each region has a shop with its own database, wherever gameday lies, and its queue") {
  const Scratch scratch;
  auto site = make_site(Options{});
  REQUIRE(site);
  SUBCASE("without redis it has none") {}
  SUBCASE("with redis") { site->options.with = {"redis"}; }
  site->folder = scratch.folder();
  site->programs = scratch.folder();
  scratch.write("gameday-shop", "the program\n");
  CHECK(in_new_namespaces([&site] { return check_processes(*site); }) == 0);
}

TEST_CASE("a shop that is not beside gameday is an error") {
  const Scratch scratch;
  auto site = make_site(Options{});
  REQUIRE(site);
  site->folder = scratch.folder();
  site->programs = scratch.folder();
  CHECK(in_new_namespaces([&site] { return k_server_shop.prepare(*site) ? 1 : 0; }) == 0);
}
