// SPDX-License-Identifier: Apache-2.0
#include "base/network.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace gameday;

namespace {

std::vector<std::string> merged(const std::vector<std::string>& texts) {
  std::vector<Network> networks;
  for (const std::string& text : texts) networks.push_back(parse_network(text).value());
  std::vector<std::string> result;
  for (const Network& network : merge_networks(networks)) result.push_back(to_string(network));
  return result;
}

}  // namespace

TEST_CASE("a network is read and written in its canonical form") {
  for (const auto& [text, canonical] :
       std::vector<std::pair<std::string, std::string>>{{"10.77.1.0/24", "10.77.1.0/24"},
                                                        {"10.77.1.99/24", "10.77.1.0/24"},
                                                        {"10.77.9.9", "10.77.9.9"},
                                                        {"10.77.9.9/32", "10.77.9.9"},
                                                        {"0.0.0.0/0", "0.0.0.0/0"},
                                                        {"10.129.0.0/9", "10.128.0.0/9"},
                                                        {"fd77:0:0:1::/64", "fd77:0:0:1::/64"},
                                                        {"FD77:0:0:1::5/64", "fd77:0:0:1::/64"},
                                                        {"fd77::1/128", "fd77::1"},
                                                        {"::/0", "::/0"}}) {
    CAPTURE(text);
    REQUIRE(parse_network(text));
    CHECK(to_string(*parse_network(text)) == canonical);
  }
}

TEST_CASE("what is no network is refused with its text") {
  for (const std::string text :
       {"", "10.77.1", "10.77.1.0/33", "10.77.1.0/", "10.77.1.0/-1", "10.77.1.0/2 4", "fd77::/129",
        "db.lab", "10.77.1.0/24; flush ruleset", "10.77.1.0/24\n", "fd77::1%eth0", "256.0.0.1"}) {
    CAPTURE(text);
    const auto network = parse_network(text);
    REQUIRE_FALSE(network);
    CHECK(network.error().kind == ErrorKind::bad_input);
    CHECK(network.error().where == text);
  }
}

TEST_CASE("networks within others are merged away, in both families") {
  CHECK(merged({"10.1.0.0/16", "10.0.0.0/8", "10.1.2.3", "11.0.0.0/8"}) ==
        std::vector<std::string>{"10.0.0.0/8", "11.0.0.0/8"});
  CHECK(merged({"10.1.0.0/16", "10.1.0.0/16"}) == std::vector<std::string>{"10.1.0.0/16"});
  CHECK(merged({"fd77:0:0:1::/64", "fd77::/48", "fd78::1"}) ==
        std::vector<std::string>{"fd77::/48", "fd78::1"});
  CHECK(merged({"10.0.0.0/9", "10.128.0.0/9"}) ==
        std::vector<std::string>{"10.0.0.0/9", "10.128.0.0/9"});
  CHECK(merged({"0.0.0.0/0", "::/0", "10.0.0.1", "fd00::1"}) ==
        std::vector<std::string>{"0.0.0.0/0", "::/0"});
  CHECK(merged({}).empty());
}

TEST_CASE("an endpoint is an address or a name, and a port") {
  CHECK(parse_endpoint("10.77.1.10:5432") == Endpoint{"10.77.1.10", 5432});
  CHECK(parse_endpoint("[FD77:0::1]:80") == Endpoint{"fd77::1", 80});
  CHECK(parse_endpoint("db.lab:5432") == Endpoint{"db.lab", 5432});
  for (const std::string text : {"", "10.77.1.10", "10.77.1.10:", ":5432", "10.77.1.10:0",
                                 "10.77.1.10:65536", "fd77::1:80", "[db.lab]:80", "[]:80"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_endpoint(text));
  }
}
