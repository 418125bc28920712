// SPDX-License-Identifier: Apache-2.0
#include "lab/servers/postgres.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_with(bool synchronous) {
  auto site = make_site(Options{.synchronous = synchronous});
  REQUIRE(site);
  site->folder = "/lab";
  return *site;
}

/// What a postmaster of this pid says of itself.
std::string pid_file_of(pid_t pid, const std::string& status) {
  return fmt::format("{}\n/lab/db-a/data\n1793000000\n5432\n/lab/sock-a\n*\n  5432001  0\n{}\n",
                     pid, status);
}

}  // namespace

TEST_CASE("only region A waits for the other one, and only when asked to") {
  const std::string setting = "synchronous_standby_names = 'region_b'\n";
  CHECK(node_settings(site_with(true), k_node_a).find(setting) != std::string::npos);
  CHECK(node_settings(site_with(true), k_node_b).find(setting) == std::string::npos);
  CHECK(node_settings(site_with(false), k_node_a).find(setting) == std::string::npos);
}

TEST_CASE("each node follows the other one under its own name") {
  const std::string a = node_settings(site_with(true), k_node_a);
  const std::string b = node_settings(site_with(true), k_node_b);
  CHECK(a.find("'host=10.77.2.10 application_name=region_a ") != std::string::npos);
  CHECK(b.find("'host=10.77.1.10 application_name=region_b ") != std::string::npos);
  CHECK(a.find("cluster_name = 'region-a'\n") != std::string::npos);
  CHECK(b.find("unix_socket_directories = '/lab/sock-b'\n") != std::string::npos);
}

TEST_CASE("nothing turns the syncing of commits off") {
  const std::string text = node_settings(site_with(true), k_node_a);
  CHECK(text.find("fsync") == std::string::npos);
  CHECK(text.find("synchronous_commit") == std::string::npos);
}

TEST_CASE("the status is the eighth line of postmaster.pid") {
  CHECK(postmaster_status(pid_file_of(13, "ready   ")) == "ready");
  CHECK(postmaster_status("13\n/data\n1\n5432\n\n\n\nstandby \n") == "standby");
  CHECK(postmaster_status("13\n/data\n1\n").empty());
  CHECK(postmaster_status("").empty());
}

TEST_CASE("a node is ready when its server says so, as a primary or as a standby") {
  const Scratch scratch;
  Site site = site_with(true);
  site.folder = scratch.folder();
  const Process a{.name = "postgres-a", .launch = {}};
  CHECK(k_server_postgres.state(site, a) == "stopped");
  std::filesystem::create_directories(data_folder(site.folder, k_node_a));
  scratch.write("db-a/data/postmaster.pid", pid_file_of(getpid(), "ready   "));
  CHECK(k_server_postgres.state(site, a) == k_ready);
  scratch.write("db-a/data/postmaster.pid", pid_file_of(getpid(), "standby "));
  CHECK(k_server_postgres.state(site, a).starts_with(k_ready));
  CHECK(k_server_postgres.state(site, a) != k_ready);
  CHECK_FALSE(k_server_postgres.settled(site));
  // One that was killed left its file.
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  waitpid(gone, nullptr, 0);
  scratch.write("db-a/data/postmaster.pid", pid_file_of(gone, "ready   "));
  CHECK(k_server_postgres.state(site, a) == "stopped");
}

TEST_CASE("nodes are found by their hosts") {
  REQUIRE(node_on("db-b") != nullptr);
  CHECK(node_on("db-b")->zone == "region-b");
  CHECK(node_on("app-a") == nullptr);
  CHECK(socket_folder("/lab", k_node_a) == "/lab/sock-a");
}
