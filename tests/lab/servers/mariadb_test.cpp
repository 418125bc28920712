// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_servers_test.cpp.
#include "lab/servers/mariadb.hpp"

#include <doctest/doctest.h>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder) {
  auto site = make_site(Options{.with = {"mariadb"}});
  REQUIRE(site);
  site->folder = folder;
  return *site;
}

bool has(const std::string& text, std::string_view line) {
  return ("\n" + text).find("\n" + std::string{line} + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("the two are told apart, and only region A's takes writes") {
  const std::string a = maria_settings(site_in("/lab"), "maria-a");
  const std::string b = maria_settings(site_in("/lab"), "maria-b");
  CHECK(has(a, "server-id=1"));
  CHECK(has(b, "server-id=2"));
  CHECK(has(a, "read-only=OFF"));
  CHECK(has(b, "read-only=ON"));
  CHECK(has(a, "bind-address=10.77.1.50,fd77:0:0:1::50"));
  CHECK(has(b, "socket=/lab/maria-b/maria.sock"));
  for (const std::string& text : {a, b}) {
    CHECK(has(text, "gtid-strict-mode=ON"));
    CHECK(has(text, "innodb-buffer-pool-size=8M"));
  }
}

TEST_CASE("nothing turns the syncing of commits off") {
  const std::string text = maria_settings(site_in("/lab"), "maria-a");
  CHECK(text.find("flush-log-at") == std::string::npos);
  CHECK(text.find("sync-binlog=0") == std::string::npos);
}

TEST_CASE("region A's makes the accounts, a statement a line; region B's follows by GTID") {
  const std::string a = maria_start("maria-a");
  CHECK(a.find("create user if not exists 'lab'@'%';\n") != std::string::npos);
  CHECK(a.find("grant all on shop.* to 'shop'@'%';\n") != std::string::npos);
  CHECK(a.find("change master") == std::string::npos);
  const std::string b = maria_start("maria-b");
  CHECK(b.find("master_host='10.77.1.50', master_port=3306") != std::string::npos);
  CHECK(b.find("master_use_gtid=slave_pos;\nstart slave;\n") != std::string::npos);
  CHECK(b.find("create user") == std::string::npos);
}

TEST_CASE("both threads of a replica must run") {
  const std::string good = "  Slave_IO_Running: Yes\n  Slave_SQL_Running: Yes\n";
  CHECK(replicates(good));
  CHECK_FALSE(replicates("  Slave_IO_Running: Connecting\n  Slave_SQL_Running: Yes\n"));
  CHECK_FALSE(replicates("  Slave_IO_Running: Yes\n  Slave_SQL_Running: No\n"));
  CHECK_FALSE(replicates(""));
}

TEST_CASE("a cluster is made once and copied, and its servers are to be started") {
  const Scratch scratch;
  std::filesystem::permissions(scratch.folder(), std::filesystem::perms::others_exec,
                               std::filesystem::perm_options::add);
  const Site site = site_in(scratch.folder());
  const auto processes = k_server_mariadb.prepare(site);
  REQUIRE_MESSAGE(processes, scratch.read("maria-a/install.log"));
  REQUIRE(processes->size() == 2);
  CHECK(processes->back().name == "mariadb-b");
  for (const std::string host : {"maria-a", "maria-b"}) {
    CHECK(std::filesystem::exists(scratch.folder() / host / "data" / "mysql"));
    CHECK(std::filesystem::is_symlink(scratch.file(host + ".sock")));
  }
  CHECK(k_server_mariadb.state(site, processes->front()) == "silent");
  CHECK_FALSE(k_server_mariadb.settled(site));
}
