// SPDX-License-Identifier: Apache-2.0
#include "world/dial.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "tests/world/support/listener.hpp"
#include "world/endpoint.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a listener is connected to, a closed port refuses") {
  Listener listener;
  REQUIRE(listener.good());
  CHECK(dial(listener.endpoint(), 2s).value() == Dialled::connected);
  listener.close_now();
  CHECK(dial(listener.endpoint(), 2s).value() == Dialled::refused);
}

TEST_CASE("no answer is a timeout, at the deadline") {
  // Once the queue of a listener that accepts nothing is full, the kernel drops each SYN.
  const Listener listener{0};
  REQUIRE(listener.good());
  const auto endpoint = parse_socket_endpoint(listener.endpoint()).value();
  std::vector<UniqueFd> queued;
  for (int i = 0; i < 4; ++i) {
    queued.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    (void)connect(queued.back().get(), reinterpret_cast<const sockaddr*>(&endpoint.socket_address),
                  endpoint.length);
  }
  const auto begun = std::chrono::steady_clock::now();
  CHECK(dial(listener.endpoint(), 60ms).value() == Dialled::timed_out);
  const auto took = std::chrono::steady_clock::now() - begun;
  CHECK(took >= 60ms);
  CHECK(took < 2s);
}

TEST_CASE("what cannot be reached at all is neither refused nor timed out") {
  CHECK(dial("255.255.255.255:80", 1s).value() == Dialled::failed);
}

TEST_CASE("it comes from the address that is asked for, or not at all") {
  Listener listener;
  REQUIRE(listener.good());
  CHECK(dial(listener.endpoint(), 2s, "127.0.0.2").value() == Dialled::connected);
  CHECK(dial(listener.endpoint(), 2s, "192.0.2.1").value() == Dialled::failed);
  CHECK(dial(listener.endpoint(), 2s, "::1").value() == Dialled::failed);
  CHECK(dial(listener.endpoint(), 2s, "somewhere").error().kind == ErrorKind::bad_input);
}

TEST_CASE("no address, no call") {
  const auto dialled = dial("localhost:80", 1s);
  REQUIRE(!dialled);
  CHECK(dialled.error().kind == ErrorKind::bad_input);
}
