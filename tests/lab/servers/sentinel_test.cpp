// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/sentinel_test.cpp.
#include "lab/servers/sentinel.hpp"

#include <doctest/doctest.h>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_with(const std::filesystem::path& folder, std::vector<std::string> with) {
  auto site = make_site(Options{.with = std::move(with)});
  REQUIRE(site);
  site->folder = folder;
  return *site;
}

std::string said(const std::string& flags, const std::string& replicas) {
  return "*40\r\n$5\r\nflags\r\n$" + std::to_string(flags.size()) + "\r\n" + flags +
         "\r\n$10\r\nnum-slaves\r\n$1\r\n" + replicas +
         "\r\n$19\r\nnum-other-sentinels\r\n$1\r\n2\r\n";
}

}  // namespace

TEST_CASE("two of three sentinels decide over region A's Redis") {
  const Site site = site_with("/lab", {"redis", "sentinel"});
  for (const std::string host : {"sentinel", "sentinel-a", "sentinel-b"}) {
    CAPTURE(host);
    const std::string text = sentinel_configuration(site, host);
    CHECK(text.find("sentinel monitor jobs 10.77.1.30 6379 2\n") != std::string::npos);
    CHECK(text.find("sentinel known-replica jobs 10.77.2.30 6379\n") != std::string::npos);
    CHECK(text.find("dir /lab/" + host + "\n") != std::string::npos);
  }
  CHECK(sentinel_configuration(site, "sentinel-b").find("announce-ip 10.77.2.60\n") !=
        std::string::npos);
  CHECK(sentinel_configuration(site, "sentinel-b").starts_with("bind 10.77.2.60 fd77:0:0:2::60"));
}

TEST_CASE("each is prepared in its own region") {
  const Scratch scratch;
  const Site site = site_with(scratch.folder(), {"redis", "sentinel"});
  const auto processes = k_server_sentinel.prepare(site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 3);
  CHECK(processes->front().launch.zone == "world");
  CHECK(processes->back().launch.zone == "region-b");
  CHECK(std::filesystem::exists(scratch.file("sentinel-a/sentinel.conf")));
}

TEST_CASE("without Redis there is nothing to watch") {
  const Scratch scratch;
  const auto refused = k_server_sentinel.prepare(site_with(scratch.folder(), {"sentinel"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::bad_input);
}

TEST_CASE("they have settled when each knows the replica and the two others") {
  CHECK(knows_all(said("master", "1")));
  CHECK_FALSE(knows_all(said("s_down,master", "1")));
  CHECK_FALSE(knows_all(said("master", "0")));
  CHECK_FALSE(knows_all("-ERR No such master with that name\r\n"));
  CHECK_FALSE(knows_all(""));
}
