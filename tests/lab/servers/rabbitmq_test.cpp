// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_rabbitmq_test.cpp.
#include "lab/servers/rabbitmq.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder) {
  auto site = make_site(Options{.with = {"rabbitmq"}});
  REQUIRE(site);
  site->folder = folder;
  return *site;
}

}  // namespace

TEST_CASE("the broker listens in region A, for AMQP and for its API") {
  const std::string text = rabbit_configuration();
  CHECK(text.find("listeners.tcp.1 = 10.77.1.40:5672\n") != std::string::npos);
  CHECK(text.find("management.tcp.ip = 10.77.1.40\nmanagement.tcp.port = 15672\n") !=
        std::string::npos);
  CHECK(text.find("loopback_users = none\n") != std::string::npos);
}

TEST_CASE("everything of its own lies in the lab's folder, and its name service stays at home") {
  const auto environment = rabbit_environment(site_in("/lab"));
  for (const std::string& variable : environment) {
    CAPTURE(variable);
    if (variable.starts_with("RABBITMQ_") && variable.find("=/") != std::string::npos) {
      CHECK(variable.find("=/lab/rabbit-a/") != std::string::npos);
    }
  }
  CHECK(std::ranges::count(environment, "ERL_EPMD_ADDRESS=127.0.0.1") == 1);
  CHECK(std::ranges::count(environment, "RABBITMQ_MNESIA_BASE=/lab/rabbit-a/mnesia") == 1);
}

TEST_CASE("the queue of the catalog is there from the start, and who may use it") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder());
  REQUIRE(k_server_rabbitmq.prepare(site));
  std::ifstream settings{scratch.file("rabbit-a/rabbitmq.conf")};
  const std::string text{std::istreambuf_iterator<char>{settings}, {}};
  CHECK(text.find("load_definitions = " + scratch.file("rabbit-a/definitions.json")) !=
        std::string::npos);
  std::ifstream file{scratch.file("rabbit-a/definitions.json")};
  const Json definitions = Json::parse(file, nullptr, false);
  CHECK(definitions["queues"][0]["name"] == "events");
  CHECK(definitions["users"][0]["name"] == "guest");
  CHECK(definitions["permissions"][0]["user"] == "guest");
}

TEST_CASE("its cookie is read by nobody else, and it is silent until it is started") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder());
  const auto processes = k_server_rabbitmq.prepare(site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 1);
  CHECK(processes->front().launch.home == scratch.folder() / "rabbit-a");
  struct stat seen{};
  REQUIRE(stat(scratch.file("rabbit-a/.erlang.cookie").c_str(), &seen) == 0);
  CHECK((seen.st_mode & 0777) == 0400);
  CHECK(seen.st_uid == site.account.uid);
  CHECK(k_server_rabbitmq.state(site, processes->front()) == "silent");
}
