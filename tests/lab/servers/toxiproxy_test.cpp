// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_servers_test.cpp.
#include "lab/servers/toxiproxy.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "lab/servers.hpp"
#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder) {
  auto site = make_site(Options{.with = {"toxiproxy"}});
  REQUIRE(site);
  site->folder = folder;
  site->programs = folder;
  return *site;
}

/// What is started where the program lies beside gameday.
int check_process(const Site& site) {
  unsetenv(k_toxiproxy_variable);
  const auto processes = k_server_toxiproxy.prepare(site);
  if (!processes || processes->size() != 1) return 1;
  const Launch& launch = processes->front().launch;
  if (launch.zone != "world" || launch.argv.at(0) != "/run/toxiproxy-server") return 2;
  if (launch.argv.at(2) != "10.77.0.14" || launch.argv.at(4) != "8474") return 3;
  return std::filesystem::exists(launch.argv.at(6)) ? 0 : 4;
}

}  // namespace

TEST_CASE("there is one proxy, in front of the balancer") {
  const Json proxies = Json::parse(toxiproxy_configuration());
  REQUIRE(proxies.size() == 1);
  CHECK(proxies[0]["name"] == "shop");
  CHECK(proxies[0]["listen"] == "10.77.0.14:80");
  CHECK(proxies[0]["upstream"] == "10.77.0.12:80");
}

TEST_CASE("the program is the one that is named, else the one beside gameday") {
  const Site site = site_in("/programs");
  CHECK(in_child([&] {
          unsetenv(k_toxiproxy_variable);
          if (toxiproxy_program(site) != "/programs/toxiproxy-server") return 1;
          setenv(k_toxiproxy_variable, "/elsewhere/server", 1);
          return toxiproxy_program(site) == "/elsewhere/server" ? 0 : 2;
        }) == 0);
}

TEST_CASE("it is brought into the lab and listens in the world") {
  const Scratch scratch;
  std::filesystem::copy_file("/bin/true", scratch.file("toxiproxy-server"));
  const Site site = site_in(scratch.folder());
  CHECK(in_new_namespaces([&] { return check_process(site); }) == 0);
}

TEST_CASE("where there is no program, it says how to name it") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder());
  CHECK(in_child([&] {
          unsetenv(k_toxiproxy_variable);
          const auto refused = k_server_toxiproxy.prepare(site);
          return !refused && refused.error().next.find(k_toxiproxy_variable) != std::string::npos
                     ? 0
                     : 1;
        }) == 0);
}
