// SPDX-License-Identifier: Apache-2.0
#include "world/endpoint.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>

using namespace gameday;

TEST_CASE("IPv4 and IPv6 with a port") {
  const auto v4 = parse_socket_endpoint("10.77.1.10:5432").value();
  CHECK(v4.address == "10.77.1.10");
  CHECK(v4.port == 5432);
  const auto& in = reinterpret_cast<const sockaddr_in&>(v4.socket_address);
  CHECK(in.sin_family == AF_INET);
  CHECK(in.sin_port == htons(5432));
  CHECK(ntohl(in.sin_addr.s_addr) == 0x0a4d010aU);
  CHECK(v4.length == sizeof(sockaddr_in));

  const auto v6 = parse_socket_endpoint("[fd77:0:0:1::10]:80").value();
  CHECK(v6.address == "fd77:0:0:1::10");
  const auto& in6 = reinterpret_cast<const sockaddr_in6&>(v6.socket_address);
  CHECK(in6.sin6_family == AF_INET6);
  CHECK(in6.sin6_port == htons(80));
  CHECK(v6.length == sizeof(sockaddr_in6));
}

TEST_CASE("a missing port is the default, where there is one") {
  CHECK(parse_socket_endpoint("10.0.0.1", 53).value().port == 53);
  CHECK(parse_socket_endpoint("fd77::1", 53).value().port == 53);
  CHECK(parse_socket_endpoint("[fd77::1]", 53).value().port == 53);
  CHECK(parse_socket_endpoint("10.0.0.1:54", 53).value().port == 54);
  CHECK(!parse_socket_endpoint("10.0.0.1"));
}

TEST_CASE("anything else is refused with its text") {
  for (const std::string text :
       {"", ":", ":80", "host:80", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:8x",
        "10.0.0.1:-1", "[fd77::1:80", "[fd77::1]80", "10.0.0:80", "1.2.3.4.5:80", "[10.0.0.1:80"}) {
    CAPTURE(text);
    const auto endpoint = parse_socket_endpoint(text);
    REQUIRE(!endpoint);
    CHECK(endpoint.error().kind == ErrorKind::bad_input);
  }
}
