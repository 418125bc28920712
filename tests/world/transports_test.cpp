// SPDX-License-Identifier: Apache-2.0
#include "world/transports.hpp"

#include <doctest/doctest.h>

#include "base/catalog.hpp"

using namespace gameday;

TEST_CASE("every transport is found by its name") {
  CHECK(names_of(transports()) ==
        std::vector<std::string_view>{"local", "lab", "netns", "ssh", "kubectl"});
  CHECK(find_kind(transports(), "lab") == &k_transport_lab);
  CHECK(find_kind(transports(), "pigeon") == nullptr);
}

TEST_CASE("gameday's own program is on this machine only") {
  Host host{};
  host.name = "far";
  CHECK(without_gameday(host, {"nft", "-f", "-", "@gamedays"}));
  const auto refused = without_gameday(host, {"@gameday", "agent", "http"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().text().find("far") != std::string::npos);
  for (const Transport* transport : transports()) {
    CAPTURE(transport->name);
    Host there{};
    there.name = "far";
    there.address = "10.0.0.1";
    there.kubectl.pod = "pod-1";
    if (transport->elsewhere) CHECK_FALSE(transport->wrap({}, there, {"@gameday", "dial"}));
  }
}
