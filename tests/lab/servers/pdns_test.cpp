// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/dns_traffic_test.cpp.
#include "lab/servers/pdns.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "lab/servers.hpp"
#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder) {
  auto site = make_site(Options{.with = {"pdns"}});
  REQUIRE(site);
  site->folder = folder;
  return *site;
}

}  // namespace

TEST_CASE("it keeps no answers, and its API wants a key") {
  const std::string text = pdns_configuration(site_in("/lab"));
  CHECK(text.find("\ncache-ttl=0\n") != std::string::npos);
  CHECK(text.find("\nquery-cache-ttl=0\n") != std::string::npos);
  CHECK(text.find("\nlocal-address=10.77.0.16,fd77:0:0:0::16\n") != std::string::npos);
  CHECK(text.find("\nwebserver-address=10.77.0.16\n") != std::string::npos);
  CHECK(text.find("\napi-key=") != std::string::npos);
}

TEST_CASE("the zone leads to region A at first") {
  CHECK(pdns_zone().find("$ORIGIN pd.lab.\n") == 0);
  CHECK(pdns_zone().find("\nshop A 10.77.1.20\n") != std::string::npos);
}

TEST_CASE("it is prepared with its zone loaded and the key where an inventory can name it") {
  const Scratch scratch;
  Site site = site_in(scratch.folder());
  site.account = {getuid(), getgid(), "whoever tests"};  // nobody else gets into the scratch folder
  CHECK(in_new_namespaces([&] {
          const auto processes = k_server_pdns.prepare(site);
          if (!processes || processes->size() != 1) return 1;
          return k_server_pdns.state(site, processes->front()) == "silent" ? 0 : 2;
        }) == 0);
  CHECK(std::filesystem::exists(scratch.file("pdns/pdns.lmdb")));
  CHECK(pdns_configuration(site).find("api-key=" + scratch.read("pdns/api.key") + "\n") !=
        std::string::npos);
}
