// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <chrono>

#include "tests/drills/measure/support/name_server.hpp"
#include "tests/drills/measure/support/probe_run.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::TestServer;

namespace {

ProbeSpec probe_of(const std::string& target) {
  ProbeSpec spec = test::make_probe("tcp");
  spec.params.set("target", target);
  return spec;
}

}  // namespace

TEST_CASE("tcp: a connection made is good, and is closed at once") {
  const TestServer server(test::hang());
  const auto loop = test::make_loop();
  const Sample sample = test::sample_once(probe_of(server.endpoint()), *loop);
  CHECK(sample.good);
  CHECK(sample.code == 0);
  CHECK(sample.region.empty());
  CHECK(
      test::await(*loop, [&] { return server.accepted() == 1 && server.open_connections() == 0; }));
}

TEST_CASE("tcp: a host of the inventory has its region") {
  const TestServer server(test::hang());
  Inventory inventory;
  Host host;
  host.name = "db-b";
  host.region = "region-b";
  host.role = "db";
  host.address = "127.0.0.1";
  host.port = server.port();
  inventory.hosts["db-b"] = host;
  const auto loop = test::make_loop();
  const Sample sample = test::sample_once(probe_of("region-b.db"), *loop, inventory);
  CHECK(sample.good);
  CHECK(sample.region == "region-b");
}

TEST_CASE("tcp: refused is bad") {
  TestServer server(test::hang());
  server.refuse();
  const auto loop = test::make_loop();
  const Sample sample = test::sample_once(probe_of(server.endpoint()), *loop);
  CHECK_FALSE(sample.good);
  CHECK(sample.error == "Connection refused");
}

TEST_CASE("tcp: no answer is bad at the timeout") {
  // A queue of one, already full, drops what comes next: the handshake is never completed.
  const UniqueFd listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const where = reinterpret_cast<sockaddr*>(&at);
  REQUIRE(bind(listener.get(), where, size) == 0);
  REQUIRE(listen(listener.get(), 0) == 0);
  getsockname(listener.get(), where, &size);
  const UniqueFd filler(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(connect(filler.get(), where, size) == 0);

  const auto loop = test::make_loop();
  ProbeSpec spec = probe_of("127.0.0.1:" + std::to_string(ntohs(at.sin_port)));
  spec.timeout = 30ms;
  const Sample sample = test::sample_once(spec, *loop);
  CHECK_FALSE(sample.good);
  CHECK(sample.error == "no answer within 30ms");
}

TEST_CASE("tcp: a name is looked up") {
  const TestServer server(test::hang());
  const test::NameServer names(test::NameServer::Addresses{{"db.lab", "127.0.0.1"}});
  const auto loop = test::make_loop(names.endpoint());
  const Sample sample =
      test::sample_once(probe_of("db.lab:" + std::to_string(server.port())), *loop);
  CHECK(sample.good);
  CHECK(sample.lookup > 0ns);
  CHECK_FALSE(test::sample_once(probe_of("nowhere.lab:1"), *loop).good);
}

TEST_CASE("tcp: a target that is nothing is bad input") {
  const auto loop = test::make_loop();
  CHECK_FALSE(test::make(probe_of("region-x.db"), *loop));
  CHECK_FALSE(test::make(probe_of("db.lab:5432"), *loop));
  ProbeSpec still = probe_of("127.0.0.1:1");
  still.every = 0ns;
  CHECK_FALSE(test::make(still, *loop));
}
