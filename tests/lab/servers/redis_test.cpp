// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_servers_test.cpp.
#include "lab/servers/redis.hpp"

#include <doctest/doctest.h>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder) {
  auto site = make_site(Options{.with = {"redis"}});
  REQUIRE(site);
  site->folder = folder;
  return *site;
}

bool has(const std::string& text, std::string_view line) {
  return ("\n" + text).find("\n" + std::string{line} + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("region B's follows region A's, which follows nobody") {
  const std::string a = redis_configuration(site_in("/lab"), "queue-a");
  const std::string b = redis_configuration(site_in("/lab"), "queue-b");
  CHECK(has(a, "bind 10.77.1.30 fd77:0:0:1::30"));
  CHECK(a.find("replicaof") == std::string::npos);
  CHECK(has(b, "bind 10.77.2.30 fd77:0:0:2::30"));
  CHECK(has(b, "replicaof 10.77.1.30 6379"));
}

TEST_CASE("each keeps what it was given within a second, and lets the workers in by name") {
  for (const std::string host : {"queue-a", "queue-b"}) {
    CAPTURE(host);
    const std::string text = redis_configuration(site_in("/lab"), host);
    CHECK(has(text, "appendonly yes"));
    CHECK(has(text, "appendfsync everysec"));
    CHECK(has(text, "unixsocket /lab/" + host + "/redis.sock"));
    CHECK(has(text, "user workers on nopass ~* &* +@all"));
  }
}

TEST_CASE("both are prepared, with a socket each that is found beside the lab's other ones") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder());
  const auto processes = k_server_redis.prepare(site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 2);
  CHECK(processes->front().name == "redis-a");
  CHECK(processes->back().launch.zone == "region-b");
  CHECK(std::filesystem::read_symlink(scratch.file("queue-b.sock")) ==
        scratch.folder() / "queue-b" / "redis.sock");
  CHECK(k_server_redis.state(site, processes->front()) == "silent");
  CHECK_FALSE(k_server_redis.settled(site));
}

TEST_CASE("a replica follows when its link is up") {
  CHECK(follows("$99\r\n# Replication\r\nrole:slave\r\nmaster_link_status:up\r\n"));
  CHECK_FALSE(follows("# Replication\r\nrole:slave\r\nmaster_link_status:down\r\n"));
  CHECK_FALSE(follows("# Replication\r\nrole:master\r\n"));
  CHECK_FALSE(follows(""));
}
