// SPDX-License-Identifier: Apache-2.0
#include "lab/first_order.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <csignal>
#include <fstream>
#include <string>

#include "lab/launch.hpp"
#include "lab/topology.hpp"
#include "tests/lab/support/inside.hpp"
#include "world/fd.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

/// A zone that has nothing but the balancer's address.
bool make_world() {
  std::ofstream{"/run/batch"} << "netns add world\n";
  std::ofstream{"/run/world"} << "link set lo up\naddr add " << ipv4("balancer") << "/32 dev lo\n";
  const auto batch = [](const std::string& file, const std::string& zone) {
    return run(Launch{.argv = {"/usr/sbin/ip", "-batch", file}, .zone = zone, .log = "/run/log"},
               std::chrono::seconds{5})
        .has_value();
  };
  return batch("/run/batch", "") && batch("/run/world", "world");
}

/// A balancer that gives everybody the same answer.
UniqueFd listen_there() {
  const auto visit = ZoneVisit::begin("world");
  UniqueFd fd{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(80);
  inet_pton(AF_INET, ipv4("balancer").c_str(), &at.sin_addr);
  if (!visit || bind(fd.get(), reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 ||
      listen(fd.get(), 4) != 0) {
    return UniqueFd{};
  }
  return fd;
}

/// Whether a balancer that says this makes the first order count as acknowledged.
int place_with_answer(const std::string& answer) {
  return in_new_namespaces([&answer] {
    if (!make_world()) return 2;
    const UniqueFd listener = listen_there();
    if (!listener.valid()) return 3;
    const pid_t pid = fork();
    if (pid == 0) {
      const UniqueFd client{accept(listener.get(), nullptr, nullptr)};
      std::array<char, 1024> request{};
      const auto size = recv(client.get(), request.data(), request.size(), 0);
      const bool asked = std::string(request.data(), static_cast<std::size_t>(size))
                             .starts_with("POST /orders HTTP/1.1\r\n");
      if (asked) send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
      _exit(0);
    }
    const bool placed = place_first_order();
    kill(pid, SIGKILL);
    return placed ? 0 : 1;
  });
}

}  // namespace

TEST_CASE("only 201 is an acknowledgement") {
  CHECK(place_with_answer("HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n") == 0);
  CHECK(place_with_answer("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n") == 1);
  CHECK(place_with_answer("HTTP") == 1);
}

TEST_CASE("without a world, or a balancer in it, nothing is placed") {
  CHECK_FALSE(place_first_order());
  CHECK(in_new_namespaces([] { return make_world() && !place_first_order() ? 0 : 1; }) == 0);
}
