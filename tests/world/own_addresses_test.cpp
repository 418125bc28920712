// SPDX-License-Identifier: Apache-2.0
#include "world/own_addresses.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

TEST_CASE("the addresses of this machine are those that others could cut") {
  for (const Network& address : own_addresses()) {
    const std::string text = to_string(address);
    CHECK_FALSE(text.starts_with("127."));
    CHECK_FALSE(text.starts_with("fe80:"));
    CHECK(text.find('/') == std::string::npos);
  }
}

TEST_CASE("name servers of a resolv.conf") {
  const auto servers = parse_name_servers(
      "# nameserver 10.0.0.9\nsearch lab\nnameserver 10.0.0.1\nnameserver\tfd00::1%eth0 \n"
      "nameserver nonsense\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n");
  REQUIRE(servers.size() == 3);
  CHECK(to_string(servers[0]) == "10.0.0.1");
  CHECK(to_string(servers[1]) == "fd00::1");
  CHECK(to_string(servers[2]) == "10.0.0.2");
  CHECK(parse_name_servers("").empty());
}

}  // namespace
}  // namespace gameday
