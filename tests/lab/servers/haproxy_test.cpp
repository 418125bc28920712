// SPDX-License-Identifier: Apache-2.0
#include "lab/servers/haproxy.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder, bool rootless) {
  auto site = make_site(Options{});
  REQUIRE(site);
  site->folder = folder;
  site->rootless = rootless;
  return *site;
}

}  // namespace

TEST_CASE("both services lead to one server named active, in region A") {
  const std::string text = haproxy_configuration(site_in("/lab", true));
  CHECK(text.find("backend shop\n") != std::string::npos);
  CHECK(text.find("server active 10.77.1.20:8080\n") != std::string::npos);
  CHECK(text.find("backend orders\n") != std::string::npos);
  CHECK(text.find("server active 10.77.1.10:5432\n") != std::string::npos);
  CHECK(text.find("bind [fd77:0:0:0::12]:80 v6only\n") != std::string::npos);
}

TEST_CASE("the runtime socket is the user's own without root") {
  CHECK(haproxy_configuration(site_in("/lab", true))
            .find("stats socket /lab/haproxy/api.sock mode 600 level admin\n") !=
        std::string::npos);
  CHECK(haproxy_configuration(site_in("/lab", false)).find(" mode 666 ") != std::string::npos);
}

TEST_CASE("HAProxy itself finds nothing wrong with its configuration") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder(), geteuid() != 0);
  const auto processes = k_server_haproxy.prepare(site);
  REQUIRE(processes);
  const Launch check{.argv = {"/usr/sbin/haproxy", "-c", "-f", scratch.file("haproxy/haproxy.cfg")},
                     .log = scratch.file("log")};
  const auto checked = run(check, std::chrono::seconds{10});
  CHECK_MESSAGE(checked, scratch.read("log"));
  CHECK(scratch.read("log").find("WARNING") == std::string::npos);
}

TEST_CASE("it is silent until something accepts at its socket") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder(), geteuid() != 0);
  CHECK(k_server_haproxy.state(site, Process{}) == "silent");
}
