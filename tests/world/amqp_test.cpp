// SPDX-License-Identifier: Apache-2.0
// What needs no broker; against the real one it is in tests/regions/queue_rabbitmq_test.cpp.
#include "world/amqp.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <thread>

#include "world/fd.hpp"

using namespace gameday;

namespace {

AmqpHold hold_at(int port) {
  return {.broker = {"127.0.0.1", port},
          .login = {},
          .queue = "orders",
          .tag = "gameday-1a2b3c4d-stall",
          .priority = 100,
          .lifetime = std::chrono::seconds{5}};
}

}  // namespace

TEST_CASE("a user and a password are read from a header, and nothing else is") {
  // user:pass, a:b:c, and a: with no password
  const auto login = read_basic_login("Basic dXNlcjpwYXNz");
  REQUIRE(login);
  CHECK(login->user == "user");
  CHECK(login->password == "pass");
  CHECK(read_basic_login("Basic YTpiOmM=").value().password == "b:c");
  CHECK(read_basic_login("Basic YTo=").value().password.empty());
  for (const char* wrong : {"", "Basic ", "Basic !!!!", "Bearer dXNlcjpwYXNz", "Basic dXNlcg=="}) {
    CAPTURE(wrong);
    const auto read = read_basic_login(wrong);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::bad_input);
    CHECK(read.error().text().find("dXNl") == std::string::npos);
  }
}

TEST_CASE("where no broker is, or something else, nothing has begun") {
  bool begun = false;
  const auto nobody = hold_messages(hold_at(1), -1, [&] { begun = true; });
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().kind == ErrorKind::failed);
  CHECK(nobody.error().text().find("orders") != std::string::npos);
  const UniqueFd listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const there = reinterpret_cast<sockaddr*>(&at);
  REQUIRE(::bind(listener.get(), there, size) == 0);
  REQUIRE(::listen(listener.get(), 1) == 0);
  REQUIRE(::getsockname(listener.get(), there, &size) == 0);
  std::thread web{[&] {
    const UniqueFd client{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    constexpr std::string_view k_answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
    (void)::send(client.get(), k_answer.data(), k_answer.size(), MSG_NOSIGNAL);
  }};
  CHECK_FALSE(hold_messages(hold_at(ntohs(at.sin_port)), -1, [&] { begun = true; }));
  web.join();
  CHECK_FALSE(begun);
}
