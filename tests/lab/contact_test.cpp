// SPDX-License-Identifier: Apache-2.0
#include "lab/contact.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

#include "lab/launch.hpp"
#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"
#include "tests/world/support/tcp_server.hpp"

using namespace gameday;
using namespace gameday::lab;
using namespace std::chrono_literals;

namespace {

/// Listens at a path; accepts only where a test does.
UniqueFd listen_at(const std::string& path) {
  UniqueFd fd{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  std::memcpy(&at.sun_path[0], path.c_str(), path.size() + 1);
  REQUIRE(bind(fd.get(), reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
  REQUIRE(listen(fd.get(), 4) == 0);
  return fd;
}

/// A zone whose loopback is up, with somebody who listens there.
int check_zone() {
  const std::vector<std::string> make{"/usr/sbin/ip", "netns", "add", "there"};
  const std::vector<std::string> wake{"/usr/sbin/ip", "-n", "there", "link", "set", "lo", "up"};
  for (const auto& argv : {make, wake}) {
    if (!run(Launch{.argv = argv, .log = "/run/log"}, 5s)) return 1;
  }
  const auto listener = [] {
    const auto visit = ZoneVisit::begin("there");
    return Listener{};
  }();
  if (!connect_tcp("there", "127.0.0.1", listener.port(), 1s).valid()) return 2;
  if (connect_tcp("there", "127.0.0.1", 1, 1s).valid()) return 3;
  if (connect_tcp("there", "no address", listener.port(), 1s).valid()) return 4;
  // Nobody holds this port, which only the answer to what is sent can tell.
  const auto spoken = connect_udp("there", "127.0.0.1", 1, 1s);
  if (!spoken.valid() || !ask(spoken, "a question").empty()) return 5;
  return connect_tcp("nowhere", "127.0.0.1", listener.port(), 1s).valid() ? 6 : 0;
}

}  // namespace

TEST_CASE("a socket that somebody listens at is connected to, and any other is not") {
  const Scratch scratch;
  const auto listener = listen_at(scratch.file("sock"));
  CHECK(connect_unix(scratch.file("sock"), 1s).valid());
  CHECK_FALSE(connect_unix(scratch.file("absent"), 1s).valid());
  CHECK_FALSE(connect_unix("/" + std::string(200, 'x'), 1s).valid());
}

TEST_CASE("a question is asked and its answer heard, no more of it than wanted") {
  const Scratch scratch;
  const auto listener = listen_at(scratch.file("sock"));
  const auto client = connect_unix(scratch.file("sock"), 1s);
  const UniqueFd server{accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  tell(server.get(), "an answer");
  CHECK(ask(client, "a question", 4) == "an a");
  CHECK(hear(server.get(), 10) == "a question");
  CHECK(ask(client, "") == "nswer");
}

TEST_CASE("nobody who answers is no answer, in time") {
  const Scratch scratch;
  const auto listener = listen_at(scratch.file("sock"));
  const auto before = std::chrono::steady_clock::now();
  CHECK(ask(connect_unix(scratch.file("sock"), 50ms), "a question").empty());
  CHECK(std::chrono::steady_clock::now() - before < 2s);
  CHECK(ask(UniqueFd{}, "a question").empty());
}

TEST_CASE("a server is reached from within its zone, and no other") {
  CHECK(in_new_namespaces(check_zone) == 0);
}
