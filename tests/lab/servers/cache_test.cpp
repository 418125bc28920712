// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/dns_traffic_test.cpp.
#include "lab/servers/cache.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

TEST_CASE("each zone is asked for at its own server, and no TTL is changed on the way") {
  const auto site = make_site(Options{.with = {"cache"}});
  REQUIRE(site);
  const auto words = cache_command(*site);
  const auto has = [&words](const std::string& word) {
    return std::ranges::count(words, word) == 1;
  };
  CHECK(has("--server=/dr.lab/10.77.0.18"));
  CHECK(has("--server=/pd.lab/10.77.0.16"));
  CHECK(has("--server=10.77.0.13"));
  CHECK(has("--listen-address=10.77.0.15"));
  CHECK(has("--no-resolv"));
  CHECK(std::ranges::none_of(words, [](const std::string& word) {
    return word.find("ttl") != std::string::npos || word.find("cache-size") != std::string::npos;
  }));
}

TEST_CASE("it is one process in the world") {
  const Scratch scratch;
  auto site = make_site(Options{.with = {"cache"}});
  REQUIRE(site);
  site->folder = scratch.folder();
  const auto processes = k_server_cache.prepare(*site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 1);
  CHECK(processes->front().launch.zone == "world");
  REQUIRE(processes->front().launch.account);
  CHECK(processes->front().launch.account->uid != 0);
  CHECK(k_server_cache.state(*site, processes->front()) == "silent");
}
