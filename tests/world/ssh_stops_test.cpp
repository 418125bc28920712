// SPDX-License-Identifier: Apache-2.0
#include "world/ssh_stops.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace gameday;

namespace {

Host make_host(const std::string& jump, const std::string& address = "10.0.0.7") {
  Host host{};
  host.name = "far";
  host.address = address;
  host.ssh = {.user = "ops", .identity = "/k", .known_hosts = "/h", .jump = jump, .port = 2222};
  return host;
}

/// "user@address:port<jumps before", one for each stop.
std::string stops_of(const Host& host) {
  std::string all;
  const auto stops = ssh_stops(host);
  if (!stops) return "refused";
  for (const auto& [address, way] : *stops) {
    all += fmt::format("{}@{}:{}<{} ", way.user, address, way.port, way.jump);
    CHECK(way.identity == "/k");
    CHECK(way.known_hosts == "/h");
  }
  return all;
}

}  // namespace

TEST_CASE(
    "without a jump host the host itself is the only stop, by its name where it has no more") {
  CHECK(stops_of(make_host("")) == "ops@10.0.0.7:2222< ");
  CHECK(stops_of(make_host("", "")) == "ops@far:2222< ");
}

TEST_CASE("jump hosts come before it, each with those before it") {
  CHECK(stops_of(make_host("one")) == "@one:0< ops@10.0.0.7:2222<one ");
  CHECK(stops_of(make_host("a@one:22,[fd00::1]:23,fd00::2")) ==
        "a@one:22< @fd00::1:23<a@one:22, @fd00::2:0<a@one:22,[fd00::1]:23, "
        "ops@10.0.0.7:2222<a@one:22,[fd00::1]:23,fd00::2 ");
}

TEST_CASE("what is no jump host is refused, and so are too many") {
  for (const std::string jump :
       {"ops@", "a:x", "a:0", "a:70000", "[::1]22", "a,,b", "-oX=y", "a b", "$(x)", "`x`", "a'b"}) {
    CAPTURE(jump);
    CHECK(stops_of(make_host(jump)) == "refused");
  }
  std::string many = "a";
  for (int i = 0; i < 8; ++i) many += ",a";
  CHECK(stops_of(make_host(many)) == "refused");
}
